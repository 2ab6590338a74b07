#include <curl/curl.h>

/* Swift cannot call variadic functions: a typed door for each kind of option. */

static inline CURLcode crec_easy_set_long(CURL *easy, CURLoption option, long value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode crec_easy_set_size(CURL *easy, CURLoption option, curl_off_t value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode crec_easy_set_pointer(CURL *easy, CURLoption option, const void *value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode crec_easy_set_data_function(CURL *easy, CURLoption option,
                                                   curl_write_callback function)
{
    return curl_easy_setopt(easy, option, function);
}

static inline CURLcode crec_easy_set_socket_function(CURL *easy, curl_opensocket_callback function)
{
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}

static inline CURLcode crec_easy_set_close_function(CURL *easy, curl_closesocket_callback function)
{
    return curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, function);
}

static inline CURLcode crec_easy_set_prereq_function(CURL *easy, curl_prereq_callback function)
{
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, function);
}

static inline CURLcode crec_easy_get_long(CURL *easy, CURLINFO info, long *value)
{
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode crec_easy_get_pointer(CURL *easy, CURLINFO info, void *value)
{
    return curl_easy_getinfo(easy, info, (char **)value);
}

/* TLS sessions alone: one loop's thread uses them at a time. */
static inline CURLSHcode crec_share_sessions(CURLSH *share)
{
    return curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

static inline CURLMcode crec_multi_set_long(CURLM *multi, CURLMoption option, long value)
{
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode crec_multi_set_pointer(CURLM *multi, CURLMoption option, void *value)
{
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode crec_multi_set_socket_function(CURLM *multi, curl_socket_callback function)
{
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, function);
}

static inline CURLMcode crec_multi_set_timer_function(CURLM *multi,
                                                      curl_multi_timer_callback function)
{
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, function);
}

/* Macros with casts in them do not reach Swift. */
static const long crec_http_1_1 = CURL_HTTP_VERSION_1_1;
static const long crec_tls_1_2 = CURL_SSLVERSION_TLSv1_2;
/* CURLE_TOO_LARGE, since libcurl 8.6. */
static const CURLcode crec_too_large = (CURLcode)100;
static const curl_socket_t crec_socket_timeout = CURL_SOCKET_TIMEOUT;
static const curl_socket_t crec_socket_bad = CURL_SOCKET_BAD;
