"""A broker that demands TLS and a login, and knows rights."""
import subprocess

from kafka_broker import Broker, free_ports
from token_server import AUDIENCE, ISSUER, TokenServer

SECRET = "opensesame4711"
TOKEN_SECONDS = 8
MECHANISMS = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER"


class SecureBroker(Broker):
    """Beside its plain listener one with TLS, one with TLS and SASL; the certificates are made here and now, and the
    users of SCRAM come with the storage."""

    format_options = tuple(option for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512")
                           for option in ("--add-scram", f"{mechanism}=[name=gate,password={SECRET}]"))

    def __init__(self):
        self.tls_port, self.sasl_port = free_ports(2)
        super().__init__()

    def _properties(self) -> str:
        self.ca = self.directory / "ca.pem"
        self.make_certificates()
        self.tokens = TokenServer(self.directory, {"gate": SECRET}, TOKEN_SECONDS)
        self.java_options = (f"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file://{self.tokens.keys}",)
        oauth = "org.apache.kafka.common.security.oauthbearer"
        plain = ('org.apache.kafka.common.security.plain.PlainLoginModule required username="broker" '
                 f'password="{SECRET}" user_broker="{SECRET}" user_gate="{SECRET}";')
        scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
        prefix = "listener.name.saslssl"
        text = super()._properties()
        text = text.replace(f"listeners=PLAINTEXT://{self.address},",
                            f"listeners=PLAINTEXT://{self.address},TLS://127.0.0.1:{self.tls_port},"
                            f"SASLSSL://127.0.0.1:{self.sasl_port},", 1)
        text = text.replace(f"advertised.listeners=PLAINTEXT://{self.address}",
                            f"advertised.listeners=PLAINTEXT://{self.address},TLS://127.0.0.1:{self.tls_port},"
                            f"SASLSSL://127.0.0.1:{self.sasl_port}")
        text = text.replace("CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,TLS:SSL,SASLSSL:SASL_SSL")
        return text + "\n".join([
            "ssl.keystore.type=PEM", f"ssl.keystore.location={self.directory / 'broker.pem'}",
            "ssl.truststore.type=PEM", f"ssl.truststore.location={self.ca}",
            "listener.name.tls.ssl.client.auth=required", f"{prefix}.ssl.client.auth=none",
            f"sasl.enabled.mechanisms={MECHANISMS}", f"{prefix}.sasl.enabled.mechanisms={MECHANISMS}",
            f"{prefix}.oauthbearer.sasl.jaas.config={oauth}.OAuthBearerLoginModule required;",
            f"{prefix}.oauthbearer.sasl.server.callback.handler.class={oauth}.OAuthBearerValidatorCallbackHandler",
            f"{prefix}.oauthbearer.sasl.oauthbearer.jwks.endpoint.url=file://{self.tokens.keys}",
            f"{prefix}.oauthbearer.sasl.oauthbearer.expected.audience={AUDIENCE}",
            f"{prefix}.oauthbearer.sasl.oauthbearer.expected.issuer={ISSUER}",
            # A connection lasts as long as its token: the client must log in again with a new one.
            f"{prefix}.oauthbearer.connections.max.reauth.ms={1000 * TOKEN_SECONDS}",
            f"{prefix}.plain.sasl.jaas.config={plain}", f"{prefix}.scram-sha-256.sasl.jaas.config={scram}",
            f"{prefix}.scram-sha-512.sasl.jaas.config={scram}",
            # A topic or group without an entry of its own is everybody's.
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found=true", "super.users=User:ANONYMOUS", ""])

    def make_certificates(self):
        """A CA, and what it signed for the broker and for the daemon (PKCS#8 keys, as Kafka wants them)."""
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
                     "-subj", "/CN=test-ca")
        (self.directory / "names").write_text("subjectAltName=IP:127.0.0.1\n")
        for name in ("broker", "gate"):
            self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                         "-subj", f"/CN={name}")
            self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                         "-out", f"{name}.crt", "-days", "2", "-extfile", "names")
            (self.directory / f"{name}.pem").write_text((self.directory / f"{name}.key").read_text()
                                                        + (self.directory / f"{name}.crt").read_text())

    def openssl(self, *arguments: str):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.directory)

    def allow(self, user: str, what: str, name: str, *operations: str):
        """From now on `name`, a "topic" or "group", is for those only who may use it: `user`, for these operations."""
        command = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{self.jars}/*", "org.apache.kafka.tools.AclCommand", "--bootstrap-server",
                   self.address, "--add", "--allow-principal", f"User:{user}", f"--{what}", name]
        for operation in operations:
            command += ["--operation", operation]
        subprocess.run(command, check=True, capture_output=True, cwd=self.directory)
