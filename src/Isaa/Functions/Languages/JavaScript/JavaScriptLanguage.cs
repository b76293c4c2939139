using System.Globalization;
using Isaa.Protocol.Sandbox;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Languages.JavaScript;

/// <summary>JavaScript modules, run by Node.js.</summary>
internal sealed class JavaScriptLanguage(RunnerFiles files, WorkerAsking asking, IOptions<FunctionOptions> options) : ScriptLanguage(files, asking, options)
{
    private const long OutsideOfHeap = 48L << 20;

    public override FunctionLanguage Language => FunctionLanguage.JavaScript;

    // What the seven modules of Python do is built into the language, but for these.
    public override IReadOnlyList<string> DefaultImports { get; } = ["assert", "events", "path", "querystring", "string_decoder", "url", "util"];

    protected override (string Program, string Package) Runtime => ("node", "nodejs");

    protected override string Runner => "javascript.cjs";

    protected override bool HasBridge => false;

    protected override IReadOnlyList<string> Command(string program, string runner, FunctionLimits limits, bool isAsync, WorkerTask task)
    {
        var heap = Math.Max(limits.MemoryBytes - OutsideOfHeap, limits.MemoryBytes / 2) >> 20;
        // A check reads code and never runs it, with the parser inside Node.js.
        string[] parser = task == WorkerTask.Check ? ["--expose-internals"] : [];
        return [program, string.Create(CultureInfo.InvariantCulture, $"--max-old-space-size={heap}"), "--experimental-vm-modules", "--no-warnings", .. parser, runner];
    }
}
