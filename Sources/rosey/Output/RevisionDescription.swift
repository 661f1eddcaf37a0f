import SchemaKit
import TerminalText

/// What a revision says of itself, for people.
struct RevisionDescription {
    let lines: [String]

    init(_ revision: RevisionFolder) {
        var lines: [String] = []
        if let path = revision.path { lines.append("    \(path)") }
        for rename in revision.renames { lines.append("    rename: \(rename)") }
        for hazard in revision.acknowledged { lines.append("    agreed: \(hazard)") }
        if let reason = revision.irreversible { lines.append("    cannot be taken back: \(reason)") }
        self.lines = lines
    }

    func print() {
        for line in lines { rosey.print(line.visibleOnOneLine) }
    }
}
