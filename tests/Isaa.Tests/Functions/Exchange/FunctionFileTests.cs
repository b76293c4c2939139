using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Exchange;
using Isaa.Functions.Storing;

namespace Isaa.Tests.Functions.Exchange;

public sealed class FunctionFileTests
{
    private const string Whole = """
        name: word_count
        description: Counts words
        language: python
        code: |
          def word_count(text):

              return len(text.split())
        inputSchema:
          type: object
          properties:
            text: {type: string}
        outputSchema: {type: integer}
        isAsync: false
        needsContext: true
        safeMode: false
        limits:
          memoryBytes: 134217728
          timeout: 2s
          cpuSeconds: 3
          outputBytes: 2048
          logBytes: 4096
          processes: 40
          temporaryBytes: 2097152
          networkBytes: 65536
        network: ["api.example.org:443"]
        allowedImports: [json, re]
        tags: [text]
        author: eva
        tests:
          - name: two
            input: {text: a b}
            expected: 2
          - name: nothing
            expected: null
            context: {agent: a}
          - name: bad
            input: {text: 1}
            outcome: invalid_input
        """;

    [Fact]
    public void A_file_says_all_a_function_is()
    {
        var read = FunctionFile.Read(Whole);

        Assert.Equal(("word_count", "Counts words", FunctionLanguage.Python), (read.Name, read.Description, read.Language));
        Assert.Equal("def word_count(text):\n\n    return len(text.split())\n", read.Code);
        Assert.Equal("""{"type":"object","properties":{"text":{"type":"string"}}}""", read.InputSchema!.Value.GetRawText());
        Assert.Equal((true, false, "eva"), (read.NeedsContext, read.SafeMode, read.Author));
        Assert.Equal(
            new FunctionLimits { MemoryBytes = 128 << 20, Timeout = TimeSpan.FromSeconds(2), CpuSeconds = 3, OutputBytes = 2048, LogBytes = 4096, Processes = 40, TemporaryBytes = 2 << 20, NetworkBytes = 65536 },
            read.Limits);
        Assert.Equal(["api.example.org:443"], read.Network);
        Assert.Equal(["json", "re"], read.AllowedImports!);
        Assert.Equal(["two", "nothing", "bad"], read.Tests.Select(t => t.Name));
        Assert.Equal(("2", JsonValueKind.Null), (read.Tests[0].Expected!.Value.GetRawText(), read.Tests[1].Expected!.Value.ValueKind));
        Assert.Equal(("{}", "a", FunctionOutcome.InvalidInput), (read.Tests[1].Input.GetRawText(), read.Tests[1].Context!.Agent, read.Tests[2].Outcome));
    }

    [Fact]
    public void What_is_written_reads_the_same()
    {
        var read = FunctionFile.Read(Whole);
        Assert.Equal(FunctionDefinitionJson.Write(read), FunctionDefinitionJson.Write(FunctionFile.Read(FunctionFile.WriteYaml(read))));
        Assert.Equal(FunctionDefinitionJson.Write(read), FunctionDefinitionJson.Write(FunctionFile.Read(System.Text.Encoding.UTF8.GetString(FunctionDefinitionJson.Write(read)))));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x\n")]
    [InlineData("def f():\n    return 1\n\n\n\ndef g():\n\treturn '\u00e4 \ud83d\ude00'\n")]
    [InlineData("  indented first\nline")]
    [InlineData("trailing  \nspace")]
    [InlineData("a\n\n\n  b: #c\n- d\n")]
    [InlineData("ends\n\n\n")]
    [InlineData("--- x\n... y\n")]
    [InlineData("\"quoted\" \\n 'q'\n\u0001\u2028x")]
    public void Code_survives_the_file_byte_for_byte(string code)
    {
        var definition = new FunctionDefinition { Name = "f", Language = FunctionLanguage.JavaScript, Code = code };
        Assert.Equal(code, FunctionFile.Read(FunctionFile.WriteYaml(definition)).Code);
    }

    [Fact]
    public void Code_is_written_for_people_and_defaults_are_left_out()
    {
        var definition = new FunctionDefinition { Name = "f", Language = FunctionLanguage.CSharp, Code = "static int F(int x)\n{\n    return x;\n}\n" };
        Assert.Equal("name: f\nlanguage: csharp\ncode: |\n  static int F(int x)\n  {\n      return x;\n  }\n", FunctionFile.WriteYaml(definition));
    }

    [Fact]
    public void All_errors_are_reported_at_once_each_with_its_line()
    {
        var error = Assert.Throws<IsaaException>(() => FunctionFile.Read("""
            name: f
            language: cobol
            kode: x
            limits: {timeout: soon}
            tests:
              - input: {}
                outcome: sometimes
            """, "f.yaml"));

        Assert.Equal("function_invalid", error.Code);
        foreach (var expected in new[] { "f.yaml:2: `language` must be csharp or python or javascript", "f.yaml:1: `code` is missing", "f.yaml:3: `kode` is not a key here. Did you mean code?", "f.yaml:4: `limits.timeout`", "f.yaml:6: `tests[0].name` is missing", "f.yaml:7: `outcome` must be completed, failed" })
        {
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }
}
