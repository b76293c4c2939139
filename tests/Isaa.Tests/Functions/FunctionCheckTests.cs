using System.Text.Json;
using Isaa.Functions;
using Isaa.Functions.Checks;

namespace Isaa.Tests.Functions;

/// <summary>What is found in a definition before it is stored.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FunctionCheckTests(FunctionBed bed) : IClassFixture<FunctionBed>
{
    private static readonly JsonElement OfTwo = JsonElement.Parse("""{"type":"object","properties":{"a":{},"b":{}},"required":["a"]}""");

    public static TheoryData<FunctionLanguage, string> Right => new()
    {
        { FunctionLanguage.CSharp, "using System.Text;\nstatic string work(string text, int times = 2) => new StringBuilder().Insert(0, text, times).ToString();" },
        { FunctionLanguage.CSharp, "namespace Mine;\npublic static class Any { public static string work(string text, int times = 2) => string.Concat(Enumerable.Repeat(text, times)); }" },
        { FunctionLanguage.Python, "import math, re\nfrom collections import Counter\n\ndef work(text: str, times: int = 2) -> str:\n    return text * math.floor(times)" },
        { FunctionLanguage.JavaScript, "import { inspect } from 'node:util';\nexport default function ({ text, times = 2 }) { return inspect(text.repeat(times)); }" },
    };

    public static TheoryData<FunctionLanguage, string, string, int, int> Wrong => new()
    {
        { FunctionLanguage.CSharp, "static int work()\n{\n    return missing + 1;\n}", "CS0103", 3, 12 },
        { FunctionLanguage.CSharp, "using System.IO;\nstatic string work() =>\n    File.ReadAllText(\"/etc/passwd\");", "import_not_allowed", 3, 5 },
        { FunctionLanguage.CSharp, "static string work() =>\n  Environment.MachineName;", "import_not_allowed", 2, 3 },
        { FunctionLanguage.CSharp, "static string work() => typeof(int).Assembly.Location;", "import_not_allowed", 1, 25 },
        { FunctionLanguage.CSharp, "static unsafe int work() { int a = 1; return *&a; }", "CS0227", 1, 19 },
        { FunctionLanguage.CSharp, "[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int getpid();\nstatic int work() => getpid();", "import_not_allowed", 1, 2 },
        { FunctionLanguage.Python, "def work():\n    return (1 +\n", "syntax", 2, 12 },
        { FunctionLanguage.Python, "import json\nimport os.path\ndef work(): return 1", "import_not_allowed", 2, 1 },
        { FunctionLanguage.Python, "def work():\n    from subprocess import run\n    return 1", "import_not_allowed", 2, 5 },
        { FunctionLanguage.Python, "def work():\n    return eval('1')", "builtin_not_allowed", 2, 12 },
        { FunctionLanguage.Python, "def work():\n    return ().__class__.__bases__", "attribute_not_allowed", 2, 12 },
        { FunctionLanguage.JavaScript, "export function work() {\n  return 1 +;\n}", "syntax", 2, 13 },
        { FunctionLanguage.JavaScript, "import { URL } from 'url';\nimport fs from 'node:fs';\nexport const work = () => 1;", "import_not_allowed", 2, 16 },
    };

    [Theory, MemberData(nameof(Right))]
    public async Task Nothing_is_wrong_with_code_that_fits_its_definition(FunctionLanguage language, string code)
    {
        var definition = FunctionBed.Define(language, code) with
        {
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"text":{"type":"string"},"times":{"type":"integer"}},"required":["text"]}"""),
        };

        Assert.Empty(await FindAsync(definition));
    }

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_fault_in_the_code_is_found_at_its_place(FunctionLanguage language, string code, string kind, int line, int column)
    {
        var findings = await FindAsync(FunctionBed.Define(language, code));

        Assert.Contains((kind, "code", line, column), findings.Select(finding => (finding.Code, finding.Field, finding.Line ?? 0, finding.Column ?? 0)));
    }

    [Theory]
    [InlineData("export function work({ a, b = 1 }) { return a; }")]
    [InlineData("export const work = ({ a, b = 1 }) => a;")]
    [InlineData("const own = function ({ a, b: other }) { return a; };\nexport { own as work };")]
    [InlineData("export default ({ a, ...rest }) => a;")]
    [InlineData("function named({ a, b } = {}) { return a; }\nexport default named;")]
    [InlineData("export function work(input) { return input.a; }")]
    [InlineData("export const work = made();\nfunction made() { return (input) => input.a; }")]
    public async Task What_a_javascript_function_takes_fits_its_schema(string code) =>
        Assert.Empty(await FindAsync(FunctionBed.Define(FunctionLanguage.JavaScript, code) with { InputSchema = OfTwo }));

    [Theory]
    [InlineData("export function work({ a, c, b }) { return a; }", "work needs 'c', which is no property")]
    [InlineData("export const work = async ({ a, b }) => a;", "asynchronous; the definition says it is not")]
    [InlineData("export default ({ a }) => a;", "has 'b', which is no parameter")]
    [InlineData("export function work() { return 1; }", "has 'a', which is no parameter")]
    public async Task What_a_javascript_function_takes_and_its_schema_does_not_have_is_found(string code, string said)
    {
        var findings = await FindAsync(FunctionBed.Define(FunctionLanguage.JavaScript, code) with { InputSchema = OfTwo });

        Assert.Contains(findings, finding => finding.Code == "signature_mismatch" && finding.Message.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_is_found_at_once()
    {
        var definition = FunctionBed.Define(FunctionLanguage.Python, "import os\nimport socket\nasync def work(a, context): return open(a)") with
        {
            Name = "work",
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"b":{"type":"nonsense"}}}"""),
            OutputSchema = JsonElement.Parse("""{"minimum":"x"}"""),
            Limits = new FunctionLimits { Processes = 1 },
            AllowedImports = ["json", "no such"],
            Network = ["*.example.org:443", "api.example.org:443"],
        };

        var findings = await FindAsync(definition);

        Assert.Equal(
            [
                "allowedImports import_invalid", "code builtin_not_allowed", "code import_not_allowed", "code import_not_allowed", "inputSchema schema_invalid",
                "inputSchema signature_mismatch", "inputSchema signature_mismatch", "inputSchema signature_mismatch", "isAsync signature_mismatch", "limits.processes limit_invalid",
                "network network_in_safe_mode", "network network_invalid", "outputSchema schema_invalid",
            ],
            findings.Select(finding => $"{finding.Field} {finding.Code}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(FunctionLanguage.CSharp, "static int other() => 1;")]
    [InlineData(FunctionLanguage.Python, "def other(): return 1")]
    [InlineData(FunctionLanguage.JavaScript, "export function other() { return 1; }")]
    public async Task A_function_that_the_code_does_not_have_is_missed(FunctionLanguage language, string code)
    {
        var finding = Assert.Single(await FindAsync(FunctionBed.Define(language, code)));

        Assert.Equal("entry_missing", finding.Code);
        Assert.Contains("work", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1work")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("../x")]
    public async Task A_name_that_is_no_identifier_is_refused(string name)
    {
        var findings = await FindAsync(FunctionBed.Define(FunctionLanguage.Python, "def work(): return 1", name));

        Assert.Contains("name_invalid", findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData(FunctionLanguage.CSharp)]
    [InlineData(FunctionLanguage.Python)]
    [InlineData(FunctionLanguage.JavaScript)]
    public async Task Code_that_is_made_to_break_its_reader_is_a_finding(FunctionLanguage language)
    {
        var code = language switch
        {
            FunctionLanguage.CSharp => "static int work() => " + new string('(', 50_000) + "1" + new string(')', 50_000) + ";",
            FunctionLanguage.Python => "def work(): return " + new string('(', 50_000) + "1" + new string(')', 50_000),
            _ => "export const work = () => " + new string('(', 50_000) + "1" + new string(')', 50_000) + ";",
        };

        var findings = await FindAsync(FunctionBed.Define(language, code));

        Assert.NotEmpty(findings);
    }

    [Theory]
    [InlineData(FunctionLanguage.Python, "def work():\n    name = 'so' + 'cket'\n    return __builtins__['__import__'](name)")]
    [InlineData(FunctionLanguage.Python, "import json\ndef work():\n    json.decoder\n    import socket")]
    [InlineData(FunctionLanguage.JavaScript, "export async function work() { const fs = await import('node:f' + 's'); return fs.readFileSync('/etc/passwd', 'utf8'); }")]
    [InlineData(FunctionLanguage.JavaScript, "import fs from 'fs';\nexport const work = () => fs.readFileSync('/etc/passwd', 'utf8');")]
    [InlineData(FunctionLanguage.CSharp, "static string work() => System.IO.File.ReadAllText(\"/etc/passwd\");")]
    public async Task What_may_not_be_imported_is_refused_again_when_it_runs(FunctionLanguage language, string code)
    {
        var result = await bed.RunAsync(language, code);

        Assert.Equal((FunctionOutcome.Rejected, "import_not_allowed"), (result.Outcome, result.Error?.Kind));
        Assert.Null(result.Output);
    }

    private Task<IReadOnlyList<FunctionFinding>> FindAsync(FunctionDefinition definition) => bed.Checker.CheckAsync(definition, TestContext.Current.CancellationToken);
}
