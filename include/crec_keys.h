/** @file
 * Keys that are found, and renewed by themselves. A part of crec.h, which includes it.
 *
 * A client that was given no credentials asks the sources of its cloud in this order, until one
 * has a key. `source` in its options names the only one to ask, `profile` a profile of its files.
 *
 *   volcengine   environment  oidc  cli  file  metadata
 *   alibaba      environment  oidc  cli  file  metadata  uri
 *   tencent      environment  file  metadata  oidc
 *
 *   environment  the variables in crec_client_new
 *   oidc         a role, by a token in a file, as in Kubernetes: VOLCENGINE_OIDC_ROLE_TRN and
 *                VOLCENGINE_OIDC_TOKEN_FILE; ALIBABA_CLOUD_ROLE_ARN,
 *                ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE; TKE_REGION,
 *                TKE_PROVIDER_ID, TKE_ROLE_ARN and TKE_WEB_IDENTITY_TOKEN_FILE
 *   cli          the profiles of the vendor's command: ~/.volcengine/config.json,
 *                ~/.aliyun/config.json
 *   file         ~/.volc/credentials, then ~/.volc/config; ~/.alibabacloud/credentials.ini;
 *                ~/.tencentcloud/credentials, then /etc/tencentcloud/credentials
 *   metadata     the role of this machine, by its link-local metadata service
 *   uri          ALIBABA_CLOUD_CREDENTIALS_URI
 *
 * ~ is HOME; where that is not set, as under systemd, what the system has for this user. Variables
 * are read when the client is made, files whenever a key is fetched. Files are read and programs
 * are run on a thread that lasts as long as they take: no loop waits for them.
 */
#ifndef CREC_KEYS_H
#define CREC_KEYS_H

/**
 * Answers a query with a key, and frees it. expires_at is in unix seconds; 0: nothing says so, and
 * the key is used until the cloud refuses it. CREC_STATUS_INVALID_ARGUMENT: the key is none; the
 * query waits for another answer.
 */
crec_status crec_key_query_answer(crec_key_query *query, const crec_credentials *credentials,
                                  int64_t expires_at, crec_outcome **outcome);

/** Answers a query with the reason why there is no key, for people, and frees it. It is made again
 * later, if calls wait for a key. Given NULL for query it does nothing. */
void crec_key_query_fail(crec_key_query *query, const char *message);

/** The owner of a key. Given NULL, the functions below answer 0 or "". */
typedef struct crec_identity crec_identity;

/**
 * Asks the cloud whose key a client signs with: GetCallerIdentity of its STS. Blocks as
 * crec_client_perform does, and fails like a call. On CREC_STATUS_OK the identity is the caller's
 * to free; the outcome's body is the cloud's whole answer.
 */
crec_status crec_client_whoami(crec_client *client, crec_identity **identity,
                               crec_outcome **outcome);

/** The same without waiting, as crec_client_submit: crec_client_identity reads its outcome. */
crec_status crec_client_submit_whoami(crec_client *client, const crec_submit_options *options,
                                      crec_call **call, crec_outcome **outcome);

/** Reads the body of the outcome that crec_client_submit_whoami came to.
 * CREC_STATUS_MALFORMED_REPLY: it names nobody. */
crec_status crec_client_identity(crec_client *client, const char *body, size_t body_size,
                                 crec_identity **identity, crec_outcome **outcome);

/** The account's number. */
const char *crec_identity_account(const crec_identity *identity);

/** The ARN or TRN of the user, or of the role and its session. */
const char *crec_identity_principal(const crec_identity *identity);

/** The source that had the key, such as "metadata"; "" for a key that was given, or that a function
 * of the host's had. */
const char *crec_identity_source(const crec_identity *identity);

/** The origin of the key, for people, such as "profile prod of /home/user/.aliyun/config.json". */
const char *crec_identity_origin(const crec_identity *identity);

/** When the key expires, in unix seconds; 0 if nothing says so. */
int64_t crec_identity_expires_at(const crec_identity *identity);

void crec_identity_free(crec_identity *identity);

#endif
