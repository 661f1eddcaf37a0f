import RoseyRuntime
import Synchronization

/// What an upgrade or a downgrade did, for programs.
struct MigrationReport: Encodable {
    struct Adoption: Encodable {
        let baseline: String
        let message: String
        let lacking: [String]
        let leftovers: [String]
    }

    let database: String
    let isDryRun: Bool
    let revisions: [String]
    /// What was found instead of an empty database.
    let adopted: Adoption?
    /// The copies that were made of the database.
    let backups: [String]
    /// What has become of rows.
    let rows: [ReportLine]
}

/// Hears what a migration does and remembers what its report tells.
final class MigrationNotes: Sendable {
    private struct Notes {
        var adopted: MigrationReport.Adoption?
        var backups: [String] = []
        var rows: [ReportLine] = []
    }

    private let notes = Mutex(Notes())

    func hear(_ event: MigrationEvent) {
        notes.withLock { notes in
            switch event {
            case .adopts(let baseline, let lacking, let leftovers):
                notes.adopted = .init(
                    baseline: baseline.id, message: baseline.message, lacking: lacking, leftovers: leftovers)
            case .backedUp(let path): notes.backups.append(path)
            case .reports(let lines): notes.rows += lines
            default: break
            }
        }
    }

    func report(_ url: DatabaseURL, revisions: [String], isDryRun: Bool = false) -> MigrationReport {
        notes.withLock { notes in
            MigrationReport(
                database: "\(url)", isDryRun: isDryRun, revisions: revisions, adopted: notes.adopted,
                backups: isDryRun ? [] : notes.backups, rows: notes.rows)
        }
    }
}
