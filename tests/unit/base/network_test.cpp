#include "base/network.h"

#include <gtest/gtest.h>

namespace cyberdir::base {
namespace {

TEST(Network, is_the_neighbourhood_of_an_address) {
  EXPECT_EQ(network_of("192.0.2.77"), "192.0.2.0/24");
  EXPECT_EQ(network_of("192.0.2.1"), network_of("192.0.2.254"));
  EXPECT_NE(network_of("192.0.2.1"), network_of("192.0.3.1"));
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:DB8:1:2::9"), network_of("2001:db8:1:2:ffff::1"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_EQ(network_of("::1"), "::/64");
}

TEST(Network, takes_a_mapped_address_for_what_it_maps) {
  EXPECT_EQ(network_of("::ffff:192.0.2.77"), "192.0.2.0/24");
}

TEST(Network, is_empty_for_what_is_no_address) {
  for (const char* text : {"", "localhost", "192.0.2", "192.0.2.1, 192.0.2.2", "192.0.2.1:80",
                           "fe80::1%eth0", "unix:", "2001:db8:::1"}) {
    EXPECT_EQ(network_of(text), "") << text;
    EXPECT_FALSE(is_address(text)) << text;
  }
  EXPECT_TRUE(is_address("192.0.2.1"));
  EXPECT_TRUE(is_address("2001:db8::1"));
  EXPECT_FALSE(is_address(std::string(1000, '1')));
}

}  // namespace
}  // namespace cyberdir::base
