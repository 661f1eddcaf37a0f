public struct Diagnostic: Sendable, Hashable { public enum Severity: Sendable { case error, warning }
  public var severity: Severity; public var message: String; public var span: SourceSpan
  public init(severity: Severity, message: String, span: SourceSpan) { self.severity = severity; self.message = message; self.span = span } }
