// OpenSSL's digests as Swift sees them: EVP_DigestInit(3). libcurl has loaded libcrypto already.
#pragma once

#include <openssl/evp.h>
