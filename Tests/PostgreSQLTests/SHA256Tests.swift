#if PostgreSQL
@testable import RoseyRuntime
import TestSupport
import Testing

struct SHA256Tests {
    private static func hex(_ message: [UInt8]) -> String { text(SHA256.digest(message)) }

    private static func text(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The examples of FIPS 180-4 and of NIST's test vectors.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func examples(_ message: String, _ digest: String) {
        #expect(Self.hex(Array(message.utf8)) == digest)
    }

    @Test func aMillionLetters() {
        let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(Self.hex(message) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// Every length of the last block, as a server has it.
    @Test(.needsPostgreSQL) func lengths() async throws {
        var generator = SeededGenerator()
        let message = (0..<200).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let server = try await PostgreSQLServer.start()
        let digests = try await server.psql(
            """
            SELECT encode(sha256(substr(decode('\(Self.text(message))', 'hex'), 1, n)), 'hex')
            FROM generate_series(0, 200) AS n ORDER BY n
            """)
        await server.remove()
        #expect(
            (0...200).map { Self.hex(Array(message.prefix($0))) } == digests.split(separator: "\n").map(String.init))
    }
}
#endif
