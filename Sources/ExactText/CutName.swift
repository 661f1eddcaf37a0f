extension String {
    /// At most so many bytes, as PostgreSQL cuts a name: between two characters.
    package func cut(to bytes: Int) -> String {
        var text = unicodeScalars
        while String(text).utf8.count > bytes { text.removeLast() }
        return String(text)
    }
}
