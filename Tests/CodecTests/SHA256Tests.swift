import Codec
import Testing

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}

@Test(
    "the examples of FIPS 180-4 and their neighbours hash as published",
    arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
func published(text: String, digest: String) {
    #expect(hex(SHA256.hash(Array(text.utf8))) == digest)
}

@Test("a million letters a hash as published")
func millionLetters() {
    let digest = hex(SHA256.hash([UInt8](repeating: 0x61, count: 1_000_000)))
    #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
}

@Test("bytes taken in pieces hash like bytes taken at once")
func pieces() {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
    for cut in 0...bytes.count {
        var hasher = SHA256()
        hasher.update(bytes[..<cut])
        hasher.update(bytes[cut...])
        #expect(hasher.finish() == SHA256.hash(bytes))
    }
}

@Test("equality sees every difference, of length too")
func constantTime() {
    #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
    #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
    #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
    #expect(constantTimeEqual([], []))
}
