using Isaa.Protocol.Sandbox;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Languages.Python;

/// <summary>Python, as the operating system has it.</summary>
internal sealed class PythonLanguage(RunnerFiles files, WorkerAsking asking, IOptions<FunctionOptions> options) : ScriptLanguage(files, asking, options)
{
    public override FunctionLanguage Language => FunctionLanguage.Python;

    public override IReadOnlyList<string> DefaultImports { get; } = ["json", "datetime", "math", "re", "collections", "itertools", "functools"];

    protected override (string Program, string Package) Runtime => ("python3", "python3");

    protected override string Runner => "python.py";

    protected override bool HasBridge => true;

    // Without the user's and the site's packages, and without writing compiled files. Asynchronous functions need a module that takes long to load.
    protected override IReadOnlyList<string> Command(string program, string runner, FunctionLimits limits, bool isAsync, WorkerTask task) =>
        [program, "-I", "-S", "-B", runner, isAsync ? "async" : "plain"];
}
