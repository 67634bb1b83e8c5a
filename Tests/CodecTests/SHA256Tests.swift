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

private func unhex(_ text: String) -> [UInt8] {
    let digits = Array(text)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
}

@Test(
    "short and long messages of NIST's CAVP hash as published",
    arguments: [
        ("d3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
        ("11af", "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"),
        ("b4190e", "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2"),
        (
            "451101250ec6f26652249d59dc974b7361d571a8101cdfd36aba3b5854d3ae086b5fdd4597721b66"
                + "e3c0dc5d8c606d9657d0e323283a5217d1f53f2f284f57b85c8a61ac8924711f895c5ed90ef177"
                + "45ed2d728abd22a5f7a13479a462d71b56c19a74a40b655c58edfe0a188ad2cf46cbf30524f65d"
                + "423c837dd1ff2bf462ac4198007345bb44dbb7b1c861298cdf61982a833afc728fae1eda2f87aa"
                + "2c9480858bec",
            "3c593aa539fdcdae516cdf2f15000f6634185c88f505b39775fb9ab137a10aa2"
        ),
    ])
func publishedByNIST(message: String, digest: String) {
    #expect(hex(SHA256.hash(unhex(message))) == digest)
}

@Test("NIST's Monte Carlo test ends as published")
func monteCarlo() {
    var seed = unhex("6d1e72ad03ddeb5de891e572e2396f8da015d899ef0e79503152d6010a3fe691")
    for round in 0..<100 {
        var (a, b, c) = (seed, seed, seed)
        for _ in 0..<1000 { (a, b, c) = (b, c, SHA256.hash(a + b + c)) }
        seed = c
        if round == 0 {
            #expect(
                hex(seed) == "e93c330ae5447738c8aa85d71a6c80f2a58381d05872d26bdd39f1fcd4f2b788")
        }
    }
    #expect(hex(seed) == "6a912ba4188391a78e6f13d88ed2d14e13afce9db6f7dcbf4a48c24f3db02778")
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
