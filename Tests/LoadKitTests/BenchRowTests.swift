import LoadKit
import Testing

@Test("a member of a line of JSON is found by its whole name")
func members() {
    let line = "{\"rate\": 12.5,\"p50_us\":3,\"p500_us\":-4,\"w\":\"W1\"}"
    #expect(BenchRow.number("rate", in: line) == 12.5)
    #expect(BenchRow.number("p50_us", in: line) == 3)
    #expect(BenchRow.number("p500_us", in: line) == -4)
    #expect(BenchRow.number("p5", in: line) == nil)
    #expect(BenchRow.number("w", in: line) == nil)
}

@Test("a client's line becomes a row of the table and of the JSON")
func rows() throws {
    let line =
        "{\"calls\":200000,\"rate\":52345.6,\"p50_us\":18.52,\"p99_us\":122.7,"
        + "\"client_cpu\":1.000,\"server_cpu\":2.000,\"rss_kb\":8448}"
    let row = try #require(BenchRow("direct W1s", line: line))
    #expect(
        row.text.split(separator: " ").map(String.init)
            == ["direct", "W1s", "52346", "calls/s", "18.5", "123", "1.50", "8.3"])
    #expect(
        row.json
            == "{\"measurement\":\"direct W1s\",\"value\":52345.600,\"unit\":\"calls/s\","
            + "\"p50_us\":18.520,\"p99_us\":122.700,\"cpu_s_per_100k\":1.500,"
            + "\"server_mb\":8.250}")
    #expect(BenchRow("nothing", line: "{}") == nil)
}
