// A browser without scripts, for tests: it keeps cookies, follows where it is led, and sends the
// forms that a page has.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/temporary_registry.h"

namespace cyberdir::support {

class Browser {
 public:
  explicit Browser(TemporaryRegistry& registry) : registry_(registry) {}

  using Fields = std::vector<std::pair<std::string, std::string>>;

  /// Opens an address and follows redirections.
  Reply open(std::string_view target);
  /// Sends the form of the page before last opened that goes to `action`, with its hidden fields
  /// and these (which come first: where a name is in both, they count); follows redirections.
  /// Throws where the page has no such form.
  Reply send(std::string_view action, const Fields& fields);
  /// Sends a form as it is, with no hidden field added and without following.
  Reply post(std::string_view target, const Fields& fields);
  /// Sends a request of the API with the cookies of this browser.
  Reply ask(std::string_view method, std::string_view target, std::string_view body = {},
            std::vector<std::pair<std::string, std::string>> headers = {});

  /// The value of a cookie; empty where there is none.
  [[nodiscard]] std::string cookie(const std::string& name) const;
  void set_cookie(const std::string& name, std::string value) { cookies_[name] = std::move(value); }
  /// The token that forms of the present page carry; empty where it has none.
  [[nodiscard]] std::string form_token() const;
  [[nodiscard]] const std::string& page() const { return page_; }
  /// The path of the present page, with its query.
  [[nodiscard]] const std::string& address() const { return address_; }
  /// The Set-Cookie lines of all answers so far.
  [[nodiscard]] const std::vector<std::string>& cookie_lines() const { return cookie_lines_; }

 private:
  Reply exchange(std::string_view method, std::string_view target, std::string_view body,
                 std::vector<std::pair<std::string, std::string>> headers);
  Reply follow(Reply reply);

  TemporaryRegistry& registry_;
  std::map<std::string, std::string> cookies_;
  std::vector<std::string> cookie_lines_;
  std::string page_;
  std::string address_;
};

}  // namespace cyberdir::support
