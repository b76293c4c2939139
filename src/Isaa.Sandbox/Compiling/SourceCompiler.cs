using System.Globalization;
using Isaa.Protocol.Sandbox;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Isaa.Sandbox.Compiling;

/// <summary>Compiles a function and says all that is wrong with it, at the places of its own source.</summary>
internal sealed class SourceCompiler
{
    private const int MostFindings = 100;

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: false,
        concurrentBuild: false, deterministic: true);

    private readonly Lazy<IReadOnlyList<MetadataReference>> _references = new(FindReferences);

    public WorkerReply Compile(WorkerRequest request)
    {
        var source = FunctionSource.Parse(request.Code, Parsing);
        var compilation = CSharpCompilation.Create("function", [source, GlobalUsings(request.Imports)], _references.Value, Options);
        var findings = compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(ToFault)
            .ToList();
        findings.AddRange(ImportWalk.FindForbidden(compilation, source, request.Imports));
        var signature = SignatureReading.Read(compilation, source, request.Entry, findings);
        if (findings.Count > 0)
        {
            return new WorkerReply { Outcome = "failed", Findings = Order(findings), Signature = signature };
        }

        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return emitted.Success
            ? new WorkerReply { Outcome = "completed", Signature = signature, Assembly = assembly.ToArray(), Symbols = symbols.ToArray() }
            : new WorkerReply { Outcome = "failed", Findings = Order([.. emitted.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Select(ToFault)]), Signature = signature };
    }

    private static List<WorkerFault> Order(List<WorkerFault> findings) =>
        [.. findings.DistinctBy(static finding => (finding.Message, finding.Line)).OrderBy(static finding => finding.Line).ThenBy(static finding => finding.Column).Take(MostFindings)];

    private static WorkerFault ToFault(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        var isInSource = diagnostic.Location.IsInSource && place.Path == SourceName.Value;
        return new WorkerFault
        {
            Kind = diagnostic.Id,
            Message = diagnostic.GetMessage(CultureInfo.InvariantCulture),
            Line = isInSource ? place.StartLinePosition.Line + 1 : null,
            Column = isInSource ? place.StartLinePosition.Character + 1 : null,
        };
    }

    private static SyntaxTree GlobalUsings(IReadOnlyList<string> imports)
    {
        string[] usual = ["System", "System.Collections.Generic", "System.Linq", "System.Text", "System.Text.Json", "System.Threading", "System.Threading.Tasks"];
        var allowed = imports.Contains("*") ? usual : usual.Where(imports.Contains);
        return CSharpSyntaxTree.ParseText(string.Concat(allowed.Select(static space => $"global using global::{space};\n")), Parsing);
    }

    private static IReadOnlyList<MetadataReference> FindReferences()
    {
        var own = AppContext.BaseDirectory;
        return [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !path.StartsWith(own, StringComparison.Ordinal) && Path.GetFileName(path) is not ("Microsoft.CSharp.dll" or "Microsoft.VisualBasic.Core.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path))];
    }
}
