"""The emulator's metadata and STS, proved: the vendors' own packages take keys from them."""

import logging
import os
import sys
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

import certifi
from alibabacloud_credentials.exceptions import CredentialException
from alibabacloud_credentials.provider import (
    EcsRamRoleCredentialsProvider,
    OIDCRoleArnCredentialsProvider,
    RamRoleArnCredentialsProvider,
    URLCredentialsProvider,
)
from alibabacloud_live20161101 import models
from alibabacloud_live20161101.client import Client as AlibabaClient
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.exceptions import ResponseException
from darabonba.runtime import RuntimeOptions
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import (
    Credential,
    CVMRoleCredential,
    OIDCRoleArnCredential,
    STSAssumeRoleCredential,
)
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from volcenginesdkcore import ApiClient, Configuration, UniversalApi, UniversalInfo
from volcenginesdkcore.auth.providers import ecs_role_provider
from volcenginesdkcore.auth.providers.sts_oidc_provider import StsOidcCredentialProvider
from volcenginesdkcore.auth.providers.sts_provider import StsCredentialProvider
from volcenginesdkcore.rest import ApiException

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Emulator"))

from cloud_emulator.process import EmulatorProcess

TENCENT_ROLE = "qcs::cam::uin/100000:roleName/recorder"
ALIBABA_ROLE = "acs:ram::1000000000:role/recorder"
ALIBABA_PROVIDER = "acs:ram::1000000000:oidc-provider/k8s"
VOLCENGINE_ROLE = "trn:iam::2100000000:role/recorder"


class CredentialsTest(unittest.TestCase):
    emulator: ClassVar[EmulatorProcess]
    host: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        cls.emulator = cls.enterClassContext(EmulatorProcess("--tls"))
        cls.host = f"127.0.0.1:{cls.emulator.port}"

    def setUp(self) -> None:
        self.emulator.reset()
        # Alibaba's package reports every failure there as well.
        logging.disable()
        self.addCleanup(logging.disable, logging.NOTSET)
        self.enterContext(mock.patch.dict(os.environ, clear=True))
        self.enterContext(mock.patch.object(certifi, "where", lambda: self.emulator.ca_file))

    def token_file(self, token: str) -> str:
        directory = self.enterContext(tempfile.TemporaryDirectory())
        path = Path(directory) / "token"
        path.write_text(token)
        return str(path)

    def issued(self, cloud: str) -> dict[str, Any]:
        """The latest temporary key of the cloud."""
        return [key for key in self.emulator.all_keys(cloud) if key["temporary"]][-1]


class Tencent(CredentialsTest):
    def assert_is_good(self, credential: Any) -> None:
        self.assertEqual(self.caller(credential)["Type"], "CAMRole")
        issued = self.issued("tencent")
        told = credential.get_credential_info()
        self.assertEqual(told, (issued["access_key"], issued["secret"], issued["token"]))

    def caller(self, credential: Any) -> Any:
        http = HttpProfile(endpoint=self.host)
        profile = ClientProfile(httpProfile=http)
        client = CommonClient("sts", "2018-08-13", credential, "ap-guangzhou", profile)
        return client.call_json("GetCallerIdentity", {})["Response"]

    def test_instance_metadata(self) -> None:
        endpoint = f"{self.emulator.metadata_url}/latest/meta-data/cam/security-credentials/"
        with mock.patch.object(CVMRoleCredential, "_role_endpoint", endpoint):
            self.assert_is_good(CVMRoleCredential())
        self.assertEqual(
            self.emulator.counts()["tencent"],
            {"MetadataRoles": 1, "MetadataCredentials": 1, "GetCallerIdentity": 1},
        )

    def assumed(self, secret: str = "tencent-test-secret") -> STSAssumeRoleCredential:
        key = ("tencent-test-key", secret)
        return STSAssumeRoleCredential(*key, TENCENT_ROLE, "session", 7200, self.host)

    def test_assume_role(self) -> None:
        self.assert_is_good(self.assumed())
        self.assertEqual(self.issued("tencent")["signer"], "tencent-test-key")
        with self.assertRaises(TencentCloudSDKException) as raised:
            self.assumed("wrong").get_credential_info()
        self.assertEqual(raised.exception.code, "AuthFailure.SignatureFailure")

    def test_assume_role_with_web_identity(self) -> None:
        token = self.emulator.identity_token()
        given = ("ap-guangzhou", "k8s", token, TENCENT_ROLE, "session", 7200, self.host)
        self.assert_is_good(OIDCRoleArnCredential(*given))
        with self.assertRaises(TencentCloudSDKException) as raised:
            unknown = (*given[:2], "unknown", *given[3:])
            OIDCRoleArnCredential(*unknown).get_credential_info()
        self.assertEqual(raised.exception.code, "InvalidParameter.WebIdentityTokenError")

    def test_an_expired_key(self) -> None:
        self.emulator.lifetime(100)
        key = self.assumed().get_credential_info()
        self.assertEqual(self.caller(Credential(*key))["Type"], "CAMRole")
        self.emulator.clock(advance=101)
        with self.assertRaises(TencentCloudSDKException) as raised:
            self.caller(Credential(*key))
        self.assertEqual(raised.exception.code, "AuthFailure.TokenFailure")


class Alibaba(CredentialsTest):
    def over_tls(self, provider: Any) -> Any:
        provider._runtime_options["ca"] = self.emulator.ca_file
        return provider

    def refusal(self, credentials: Any) -> str:
        """The code of a stop of a task that isn't there."""
        config = Config(
            access_key_id=credentials.get_access_key_id(),
            access_key_secret=credentials.get_access_key_secret(),
            security_token=credentials.get_security_token(),
            endpoint=self.host,
        )
        request = models.StopRtcCloudRecordingRequest(task_id="1")
        options = RuntimeOptions(ca=self.emulator.ca_file)
        with self.assertRaises(ResponseException) as raised:
            AlibabaClient(config).stop_rtc_cloud_recording_with_options(request, options)
        return str(raised.exception.code)

    def assert_is_good(self, provider: Any) -> None:
        credentials = provider.get_credentials()
        self.assertEqual(self.refusal(credentials), "NotFound.Task")
        self.assertEqual(credentials.get_access_key_id(), self.issued("aliyun")["access_key"])

    def metadata(self, **options: object) -> EcsRamRoleCredentialsProvider:
        provider = EcsRamRoleCredentialsProvider(async_update_enabled=False, **options)
        host = f"127.0.0.1:{self.emulator.metadata_port}"
        provider._EcsRamRoleCredentialsProvider__metadata_service_host = host
        return provider

    def test_instance_metadata(self) -> None:
        self.assert_is_good(self.metadata())
        self.assertEqual(self.emulator.count("aliyun", "MetadataToken"), 2)

    def test_instance_metadata_with_tokens_only(self) -> None:
        self.emulator.metadata(v1=False)
        self.assert_is_good(self.metadata(disable_imds_v1=True))

    def test_instance_metadata_without_tokens(self) -> None:
        self.emulator.fault("status", action="MetadataToken", status=404)
        self.assert_is_good(self.metadata(disable_imds_v1=False))
        with self.assertRaises(CredentialException):
            self.metadata(disable_imds_v1=True).get_credentials()

    def test_a_credentials_uri(self) -> None:
        self.assert_is_good(URLCredentialsProvider(uri=self.emulator.credentials_uri))

    def assumed(self, **given: Any) -> Any:
        return self.over_tls(
            RamRoleArnCredentialsProvider(
                role_arn=ALIBABA_ROLE, role_session_name="s1", sts_endpoint=self.host, **given
            )
        )

    def test_assume_role(self) -> None:
        key = {"access_key_id": "aliyun-test-key", "access_key_secret": "aliyun-test-secret"}
        self.assert_is_good(self.assumed(**key))
        self.assertEqual(self.issued("aliyun")["signer"], "aliyun-test-key")
        with self.assertRaisesRegex(CredentialException, "SignatureDoesNotMatch"):
            self.assumed(**key | {"access_key_secret": "wrong"}).get_credentials()

    def test_assume_role_with_a_temporary_key(self) -> None:
        self.assert_is_good(self.assumed(credentials_provider=self.metadata()))
        first, second = (key for key in self.emulator.all_keys("aliyun") if key["temporary"])
        self.assertEqual(second["signer"], first["access_key"])

    def with_identity(self, token: str) -> Any:
        return self.over_tls(
            OIDCRoleArnCredentialsProvider(
                role_arn=ALIBABA_ROLE,
                oidc_provider_arn=ALIBABA_PROVIDER,
                oidc_token_file_path=self.token_file(token),
                role_session_name="s1",
                sts_endpoint=self.host,
            )
        )

    def test_assume_role_with_oidc(self) -> None:
        token = self.emulator.identity_token(seconds=60)
        self.assert_is_good(self.with_identity(token))
        with self.assertRaisesRegex(CredentialException, "AuthenticationFail.OIDCToken.Invalid"):
            self.with_identity("unknown").get_credentials()
        self.emulator.clock(advance=61)
        with self.assertRaisesRegex(CredentialException, "AuthenticationFail.OIDCToken.Expired"):
            self.with_identity(token).get_credentials()

    def test_an_expired_key(self) -> None:
        self.emulator.lifetime(100)
        credentials = URLCredentialsProvider(uri=self.emulator.credentials_uri).get_credentials()
        self.emulator.clock(advance=101)
        self.assertEqual(self.refusal(credentials), "InvalidSecurityToken.Expired")


class Volcengine(CredentialsTest):
    def caller(self, credentials: Any) -> Any:
        configuration = Configuration()
        configuration.ak, configuration.sk = credentials.ak, credentials.sk
        configuration.session_token = credentials.session_token
        configuration.host, configuration.region = self.host, "cn-beijing"
        configuration.ssl_ca_cert = self.emulator.ca_file
        configuration.auto_retry = False
        info = UniversalInfo("GET", "sts", "2018-01-01", "GetCallerIdentity", "text/plain")
        return UniversalApi(ApiClient(configuration)).do_call(info, {})

    def assert_is_good(self, provider: Any) -> Any:
        credentials = provider.get_credentials()
        self.assertEqual(self.caller(credentials)["IdentityType"], "AssumedRole")
        self.assertEqual(credentials.ak, self.issued("volcengine")["access_key"])
        return credentials

    def over_tls(self, make: Callable[..., Any], *given: Any, **options: Any) -> Any:
        return make(*given, host=self.host, ca_file=self.emulator.ca_file, max_retries=1, **options)

    def test_instance_metadata(self) -> None:
        with mock.patch.object(ecs_role_provider, "_IMDS_ENDPOINT", self.emulator.metadata_url):
            provider = ecs_role_provider.EcsRoleCredentialProvider()
            self.assert_is_good(provider)
            self.assertFalse(provider.is_expired())
            self.emulator.fault("credentials", action="MetadataCredentials", shape="1970")
            provider = ecs_role_provider.EcsRoleCredentialProvider()
            provider.get_credentials()
            self.assertTrue(provider.is_expired())

    def test_assume_role(self) -> None:
        key = ("volcengine-test-key", "volcengine-test-secret")
        make = StsCredentialProvider
        provider = self.over_tls(make, *key, "recorder", "2100000000")
        credentials = self.assert_is_good(provider)
        self.assertEqual(self.issued("volcengine")["signer"], "volcengine-test-key")
        self.assertEqual(int(provider.expired_time), int(self.issued("volcengine")["expires"]))
        self.emulator.revoke_keys()
        with self.assertRaises(ApiException) as raised:
            self.caller(credentials)
        self.assertIn("InvalidSecretToken", str(raised.exception.body))
        with self.assertRaises(ApiException) as raised:
            self.over_tls(make, key[0], "wrong", "recorder", "2100000000").get_credentials()
        self.assertIn("SignatureDoesNotMatch", str(raised.exception.body))

    def test_assume_role_with_oidc(self) -> None:
        file = self.token_file(self.emulator.identity_token())
        make, role = StsOidcCredentialProvider, {"role_trn": VOLCENGINE_ROLE}
        provider = self.over_tls(make, **role, oidc_token_file=file)
        self.assert_is_good(provider)
        self.assertEqual(int(provider.expired_time), int(self.issued("volcengine")["expires"]))
        with self.assertRaises(ApiException) as raised:
            self.over_tls(make, **role, oidc_token_file=self.token_file("x")).get_credentials()
        self.assertIn("InvalidOIDCToken", str(raised.exception.body))


if __name__ == "__main__":
    unittest.main()
