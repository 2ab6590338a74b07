/* Values for the fields of the calls, by the rules that they break or keep. */
#ifndef CREC_VALUES_H
#define CREC_VALUES_H

#include "calls.h"

#define TEN "0123456789"
#define HUNDRED_TWENTY TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

typedef struct value {
    const char *text;
    int rules; /* which it breaks or, among the good values, keeps */
} value;

static const value bad_values[] = {
    {"", RULE_ANY},
    {"Your_TaskId\t", RULE_ANY},
    {"\tTask", RULE_ANY},
    {"a\r\nX-Evil: 1", RULE_ANY},
    {"a\n", RULE_ANY},
    {"a\r", RULE_ANY},
    {"a\001b", RULE_ANY},
    {"a\033[31m", RULE_ANY},
    {"a\177", RULE_ANY},
    {"a\302\205", RULE_ANY},         /* U+0085, a control character too */
    {"a\200", RULE_ANY},             /* a lone continuation byte */
    {"a\377", RULE_ANY},             /* no byte of UTF-8 */
    {"a\300\200", RULE_ANY},         /* NUL, overlong */
    {"a\301\241", RULE_ANY},         /* 'a', overlong */
    {"a\340\200\257", RULE_ANY},     /* '/', overlong */
    {"a\355\240\200", RULE_ANY},     /* a surrogate */
    {"a\364\220\200\200", RULE_ANY}, /* beyond U+10FFFF */
    {"a\344\270", RULE_ANY},         /* cut short */
    {"\344\270\0010", RULE_ANY},     /* cut short, then more */
    {"a b", RULE_ANY & ~RULE_TEXT},
    {" a", RULE_ANY & ~RULE_TEXT},
    {"a ", RULE_ANY & ~RULE_TEXT},
    {"a/b", RULE_ANY & ~RULE_TEXT},
    {"\344\270\255", RULE_ANY & ~RULE_TEXT},     /* an ideograph */
    {"\360\237\216\245", RULE_ANY & ~RULE_TEXT}, /* an emoji */
    {"a\303\251", RULE_ANY & ~RULE_TEXT},        /* e with an acute accent */
    {"a\302\240b", RULE_ANY & ~RULE_TEXT},       /* a no-break space */
    {"a+b", RULE_ANY & ~RULE_TEXT},
    {"a%2Fb", RULE_ANY & ~RULE_TEXT},
    {"a:b", RULE_ANY & ~RULE_TEXT},
    {"a\\b", RULE_ANY & ~RULE_TEXT},
    {"a\"b", RULE_ANY & ~RULE_TEXT},
    {"a*b", RULE_ANY & ~RULE_TEXT & ~RULE_MASKABLE_ID},
    {HUNDRED_TWENTY "123456789", RULE_ANY & ~RULE_TEXT},
    {HUNDRED_TWENTY HUNDRED_TWENTY HUNDRED_TWENTY, RULE_ANY & ~RULE_TEXT},
    {"-1", RULE_INTEGER},
    {"+1", RULE_INTEGER},
    {"-0", RULE_INTEGER},
    {"9223372036854775808", RULE_INTEGER},
    {"18446744073709551615", RULE_INTEGER},
    {"18446744073709551616", RULE_INTEGER},
    {"18446744073709551617", RULE_INTEGER},
    {"99999999999999999999999999", RULE_INTEGER},
    {"1.5", RULE_INTEGER},
    {"1.0", RULE_INTEGER},
    {"1e3", RULE_INTEGER},
    {"1,000", RULE_INTEGER},
    {"text", RULE_INTEGER},
    {"007", RULE_INTEGER},
    {"00", RULE_INTEGER},
    {"0x1", RULE_INTEGER},
    {" 1", RULE_INTEGER},
    {"1 ", RULE_INTEGER},
    {"12\t", RULE_INTEGER},
    {"1_000", RULE_INTEGER},
    {"\357\274\221", RULE_INTEGER}, /* a full-width 1 */
    {"null", RULE_INTEGER},
    {"ftp://example.com/a", RULE_URL},
    {"javascript:alert(1)", RULE_URL},
    {"file:///etc/passwd", RULE_URL},
    {"//example.com/a", RULE_URL},
    {"/board", RULE_URL},
    {"example.com", RULE_URL},
    {"http:", RULE_URL},
    {"http://", RULE_URL},
    {"https:///a", RULE_URL},
    {"http://?x", RULE_URL},
    {"http:/example.com", RULE_URL},
    {"http://example.com/a b", RULE_URL},
    {" http://example.com/", RULE_URL},
    {"http://example.com/ ", RULE_URL},
    {"http://exa mple.com/", RULE_URL},
    {"http://example.com/\tb", RULE_URL},
    {"http://example.com/\r\nX: 1", RULE_URL},
    {"2020-12-1", RULE_DATE},
    {"2020/12/01", RULE_DATE},
    {"20201201", RULE_DATE},
    {"2020-12-01 ", RULE_DATE},
    {"2020-12-01T00:00:00Z", RULE_DATE},
    {"latest", RULE_DATE},
};

static const value good_values[] = {
    {"a", RULE_ANY_ID | RULE_TEXT},
    {"0", RULE_ANY_ID | RULE_TEXT | RULE_INTEGER},
    {"azAZ09_@-.", RULE_ANY_ID | RULE_TEXT},
    {"..", RULE_ANY_ID | RULE_TEXT},
    {HUNDRED_TWENTY "12345678", RULE_ANY_ID | RULE_TEXT},
    {"a*b", RULE_MASKABLE_ID | RULE_TEXT},
    {"1", RULE_INTEGER},
    {"9223372036854775807", RULE_INTEGER},
    {"a b", RULE_TEXT},
    {"a/b?c=d&e=f#\"\\", RULE_TEXT},
    {"\344\270\255\346\226\207", RULE_TEXT},
    {"\360\237\216\245", RULE_TEXT},
    {HUNDRED_TWENTY HUNDRED_TWENTY HUNDRED_TWENTY HUNDRED_TWENTY, RULE_TEXT},
    {"http://example.com", RULE_URL},
    {"HTTPS://example.com:8443/board/%E4%B8%AD?x=1&y=/?#z", RULE_URL},
    {"https://[2001:db8::1]:8443/", RULE_URL},
    {"2023-11-01", RULE_DATE},
};

#endif
