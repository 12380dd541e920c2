// libcurl as Swift sees it. curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot import, so each type of
// argument that the project uses has a wrapper here.
#pragma once

#include <curl/curl.h>

typedef int (*sshalertd_debug_callback)(CURL *handle, curl_infotype type, char *data, size_t size, void *context);
typedef size_t (*sshalertd_data_callback)(char *data, size_t size, size_t count, void *context);

static inline CURLcode sshalertd_setopt_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sshalertd_setopt_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sshalertd_setopt_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sshalertd_setopt_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sshalertd_setopt_data(CURL *handle, CURLoption option, sshalertd_data_callback callback) {
  return curl_easy_setopt(handle, option, callback);
}

static inline CURLcode sshalertd_setopt_debug(CURL *handle, sshalertd_debug_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, callback);
}

static inline CURLcode sshalertd_setopt_progress(CURL *handle, curl_xferinfo_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, callback);
}

static inline CURLMcode sshalertd_multi_setopt_long(CURLM *handle, CURLMoption option, long value) {
  return curl_multi_setopt(handle, option, value);
}

static inline CURLcode sshalertd_getinfo_socket(CURL *handle, curl_socket_t *value) {
  return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, value);
}

static inline CURLcode sshalertd_getinfo_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode sshalertd_getinfo_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode sshalertd_message_result(CURLMsg *message) { return message->data.result; }
