import Foundation

/// Certificates for servers, made with the openssl program once for all tests.
public struct ServerCertificates: Sendable {
    /// The files of a server's certificate and its key.
    public struct Certificate: Sendable {
        public let certificate: String
        public let key: String
    }

    /// The file of the certificate that has signed the others, for `sslrootcert`.
    public let authority: String
    /// The file of a certificate that has signed none of them.
    public let otherAuthority: String
    /// For a server at `localhost` or 127.0.0.1.
    public let localhost: Certificate
    /// For a server at `other.example`, which no test has.
    public let otherName: Certificate

    /// The certificates. Their files stay until the tests end.
    public static var shared: ServerCertificates {
        get async throws { try await made.value }
    }

    private static let made = Task {
        let folder = try ServerFolder()
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder.file("openssl.cnf")))

        @Sendable func openssl(_ arguments: String) async throws {
            let ended = try await ChildProcess.run(
                "/usr/bin/env", ["openssl"] + arguments.split(separator: " ").map(String.init), in: folder.path)
            guard ended.status == 0 else { throw PostgreSQLServer.Failure(description: ended.error) }
        }
        @Sendable func request(_ name: String, _ options: String) async throws {
            try await openssl(
                "req -newkey rsa:2048 -nodes -config openssl.cnf -subj /CN=\(name) -keyout \(name).key \(options)")
        }
        @Sendable func makeAuthority(_ name: String) async throws -> String {
            try await request(name, "-x509 -days 30 -out \(name).crt")
            return folder.file("\(name).crt")
        }
        @Sendable func makeCertificate(_ name: String) async throws -> Certificate {
            try await request(name, "-out \(name).csr")
            try await openssl(
                """
                x509 -req -in \(name).csr -CA authority.crt -CAkey authority.key -set_serial \(UInt32.random(in: 1...9999)) \
                -days 30 -extfile openssl.cnf -extensions \(name) -out \(name).crt
                """)
            return Certificate(certificate: folder.file("\(name).crt"), key: folder.file("\(name).key"))
        }
        return ServerCertificates(
            authority: try await makeAuthority("authority"), otherAuthority: try await makeAuthority("other-authority"),
            localhost: try await makeCertificate("localhost"), otherName: try await makeCertificate("other.example"))
    }

    private static let configuration = """
        [req]
        distinguished_name = name
        x509_extensions = authority
        [name]
        [authority]
        basicConstraints = critical, CA:TRUE
        [localhost]
        subjectAltName = DNS:localhost, IP:127.0.0.1
        [other.example]
        subjectAltName = DNS:other.example
        """
}
