/// The checksum FNV-1a of 64 bits. It tells accidents, not forgeries.
public struct FNV1a: Sendable {
    /// The checksum of what was added until now.
    public var value: UInt64 = 0xcbf2_9ce4_8422_2325

    @inlinable
    public init() {}

    @inlinable
    public mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

    @inlinable
    public mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(byte) }
    }

    /// The checksum in 16 hexadecimal digits.
    public var text: String { value.hexadecimal }
}

extension UInt64 {
    /// The number in 16 hexadecimal digits.
    public var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
