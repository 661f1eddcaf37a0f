/// Gathers mistakes while a file is read, so that one run reports them all.
final class DiagnosticCollector {
    private(set) var diagnostics: [Diagnostic] = []

    func error(_ message: String, at span: SourceSpan, notes: [Diagnostic.Note] = []) {
        diagnostics.append(Diagnostic(message: message, span: span, notes: notes))
    }

    func warn(_ warning: Warning, _ message: String, at span: SourceSpan, notes: [Diagnostic.Note] = []) {
        let text = "\(message) [\(warning.rawValue)]"
        diagnostics.append(Diagnostic(severity: .warning, message: text, span: span, notes: notes))
    }

    func append(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }
}
