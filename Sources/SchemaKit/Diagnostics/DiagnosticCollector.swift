/// Gathers mistakes while a file is read, so that one run reports them all.
final class DiagnosticCollector {
    /// Each once: what an alias repeats is wrong in one place.
    private(set) var diagnostics: [Diagnostic] = []
    private var seen: Set<Diagnostic> = []

    func error(_ message: String, at span: SourceSpan, notes: [Diagnostic.Note] = []) {
        append(Diagnostic(message: message, span: span, notes: notes))
    }

    func warn(_ warning: Warning, _ message: String, at span: SourceSpan, notes: [Diagnostic.Note] = []) {
        let text = "\(message) [\(warning.rawValue)]"
        append(Diagnostic(severity: .warning, message: text, span: span, notes: notes))
    }

    func append(_ diagnostic: Diagnostic) {
        if seen.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }
}
