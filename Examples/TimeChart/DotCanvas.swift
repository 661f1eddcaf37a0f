/// A drawing of dots, two by four to a braille character. Zero is at the left and at the bottom.
struct DotCanvas {
    struct Cell {
        let character: Character
        /// Whose colour it has.
        let series: Int?
    }

    let dotColumns: Int
    let dotRows: Int
    private let columns: Int
    private var patterns: [UInt8]
    private var owners: [Int?]

    init(columns: Int, rows: Int) {
        self.columns = columns
        dotColumns = columns * 2
        dotRows = rows * 4
        patterns = Array(repeating: 0, count: columns * rows)
        owners = Array(repeating: nil, count: columns * rows)
    }

    /// The dot at a share of the way, from 0 to 1.
    static func dot(_ share: Double, of count: Int) -> Int { Int((share * Double(count - 1)).rounded()) }

    /// Sets a dot of a series' line. A cell that two series share is the first one's.
    mutating func set(_ x: Int, _ y: Int, series: Int) {
        let cell = mark(x, y)
        owners[cell] = min(owners[cell] ?? series, series)
    }

    /// Sets every other dot below one, so that lines can be seen before it.
    mutating func shade(_ x: Int, upTo top: Int) {
        for y in 0..<top where (x + y).isMultiple(of: 2) {
            let cell = mark(x, y)
            owners[cell] = 0
        }
    }

    func cells(_ row: Int) -> [Cell] {
        (row * columns..<(row + 1) * columns).map { cell in
            let pattern = patterns[cell]
            guard pattern != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(pattern)) else {
                return Cell(character: " ", series: nil)
            }
            return Cell(character: Character(scalar), series: owners[cell])
        }
    }

    /// - Returns: the cell that the dot is in.
    private mutating func mark(_ x: Int, _ y: Int) -> Int {
        let row = dotRows - 1 - y
        let cell = row / 4 * columns + x / 2
        patterns[cell] |= Self.bits[row % 4][x % 2]
        return cell
    }

    /// Braille's own order of the dots.
    private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
