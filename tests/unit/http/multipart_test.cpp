// Forms that carry a file, cut into pieces of every size, and damaged.
#include "http/multipart.h"

#include <gtest/gtest.h>

namespace cyberdir::http {
namespace {

// Gives at most so many bytes at once.
class InPieces final : public base::ByteSource {
 public:
  InPieces(std::string_view bytes, std::size_t most) : rest_(bytes), most_(most) {}
  base::Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min({buffer.size(), rest_.size(), most_});
    std::copy_n(rest_.data(), count, buffer.data());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
  std::size_t most_;
};

struct Taken {
  base::ErrorCode error = base::ErrorCode::internal;
  bool sound = false;
  FormFields fields;
  std::string file_name;
  std::string file;
};

Taken take(std::string_view body, std::size_t piece = 100'000,
           const std::string& type = "multipart/form-data; boundary=x", std::size_t buffer = 4096) {
  Request request;
  request.headers = {{"content-type", type}};
  InPieces source(body, piece);
  request.body = &source;
  Taken taken;
  const auto upload = FormUpload::open(request);
  if (!upload) {
    taken.error = upload.error().code;
    return taken;
  }
  taken.fields = (*upload)->fields();
  taken.file_name = (*upload)->file_name();
  std::vector<char> bytes(buffer);
  while (true) {
    const auto count = (*upload)->read(bytes);
    if (!count) {
      taken.error = count.error().code;
      return taken;
    }
    if (*count == 0) break;
    taken.file.append(bytes.data(), *count);
  }
  taken.sound = true;
  return taken;
}

std::string form(const std::string& file, const std::string& head = {}) {
  return "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n"
         "--x\r\ncontent-disposition: form-data; name=mode\r\n\r\n\r\n"
         "--x\r\n" +
         head +
         "Content-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n"
         "Content-Type: application/json\r\n\r\n" +
         file + "\r\n--x--\r\n";
}

TEST(Multipart, gives_fields_and_then_the_file) {
  const Taken taken = take(form("{}"));
  ASSERT_TRUE(taken.sound);
  EXPECT_EQ(taken.fields.text("csrf"), "token");
  EXPECT_TRUE(taken.fields.has("mode"));
  EXPECT_EQ(taken.fields.text("mode"), "");
  EXPECT_EQ(taken.file_name, "a.json");
  EXPECT_EQ(taken.file, "{}");
}

TEST(Multipart, is_the_same_in_pieces_of_every_size) {
  std::string file = "\r\n--\r\n--y\r\n-\r\r\n--";
  for (int i = 0; i < 300; ++i) file += "\r\n--" + std::to_string(i);
  for (std::size_t piece = 1; piece < 90; ++piece) {
    const Taken taken = take(form(file), piece, "multipart/form-data; boundary=x", piece);
    ASSERT_TRUE(taken.sound) << piece;
    ASSERT_EQ(taken.file, file) << piece;
  }
}

TEST(Multipart, cut_anywhere_before_its_end_it_is_refused) {
  const std::string whole = form("0123456789");
  const std::size_t end = whole.rfind("--x--") + 3;
  for (std::size_t size = 0; size < end; ++size) {
    const Taken taken = take(std::string_view(whole).substr(0, size));
    EXPECT_FALSE(taken.sound) << size;
    EXPECT_EQ(taken.error, base::ErrorCode::malformed) << size;
  }
}

TEST(Multipart, names_are_read_as_browsers_write_them) {
  std::string body = form("x");
  const std::string name = "filename=\"a.json\"";
  body.replace(body.find(name), name.size(), "filename=\"a%22b\\c; é.json\"");
  EXPECT_EQ(take(body).file_name, "a\"b\\c; é.json");
}

TEST(Multipart, a_form_without_a_file_has_none) {
  std::string body = form("");
  const std::string name = "filename=\"a.json\"";
  body.replace(body.find(name), name.size(), "filename=\"\"");
  const Taken taken = take(body);
  EXPECT_TRUE(taken.sound);
  EXPECT_EQ(taken.file_name, "");
  EXPECT_EQ(taken.fields.text("csrf"), "token");
}

TEST(Multipart, a_preamble_is_skipped_and_the_boundary_may_be_quoted) {
  EXPECT_EQ(take("preamble\r\n" + form("x"), 7, "multipart/form-data; boundary=\"x\"").file, "x");
}

TEST(Multipart, what_is_no_form_is_refused) {
  EXPECT_EQ(take(form("x"), 9, "text/plain").error, base::ErrorCode::unsupported);
  EXPECT_EQ(take(form("x"), 9, "multipart/form-data").error, base::ErrorCode::malformed);
  EXPECT_EQ(take(form("x"), 9, "multipart/form-data; boundary=" + std::string(71, 'x')).error,
            base::ErrorCode::malformed);
  EXPECT_EQ(take("--x\r\nContent-Type: text/plain\r\n\r\nx\r\n--x--").error,
            base::ErrorCode::malformed);
  EXPECT_EQ(take("--x\r\nno colon\r\n\r\nx\r\n--x--").error, base::ErrorCode::malformed);
  EXPECT_EQ(take("--xy\r\n\r\nx\r\n--x--").error, base::ErrorCode::malformed);
  EXPECT_EQ(take("").error, base::ErrorCode::malformed);
}

TEST(Multipart, is_bounded) {
  EXPECT_EQ(take(form("x", "X: " + std::string(9000, 'x') + "\r\n")).error,
            base::ErrorCode::too_large);
  std::string body;
  for (int i = 0; i < 1001; ++i)
    body += "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
  EXPECT_EQ(take(body + "--x--").error, base::ErrorCode::too_large);
  EXPECT_EQ(take("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" +
                 std::string(300'000, 'a') + "\r\n--x--")
                .error,
            base::ErrorCode::too_large);
}

}  // namespace
}  // namespace cyberdir::http
