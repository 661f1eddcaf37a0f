#if PostgreSQL
import Synchronization

/// Encoders that have been used and wait for their next use, so that their memory need not be asked for each time.
final class SpareEncoders: Sendable {
    private struct Spare: @unchecked Sendable {
        // Unchecked: what is here nobody else has.
        let encoder: ParameterEncoder
    }

    private static let most = 128
    private let spares = Mutex<[Spare]>([])

    func take() -> ParameterEncoder {
        spares.withBriefLock { $0.popLast() }?.encoder ?? ParameterEncoder()
    }

    func giveBack(_ encoder: ParameterEncoder) {
        encoder.shrink()
        let spare = Spare(encoder: encoder)
        spares.withBriefLock { if $0.count < Self.most { $0.append(spare) } }
    }
}
#endif
