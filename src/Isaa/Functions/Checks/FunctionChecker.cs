using Isaa.Diagnostics;
using Isaa.Functions.Languages;
using Isaa.Protocol.Sandbox;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Checks;

/// <summary>Checks a definition's fields here, and its code in the sandbox.</summary>
internal sealed class FunctionChecker(LanguageCatalog languages, IOptions<FunctionOptions> options) : IFunctionChecker
{
    public async Task<IReadOnlyList<FunctionFinding>> CheckAsync(FunctionDefinition definition, CancellationToken cancellationToken = default)
    {
        var findings = DefinitionCheck.FindFaults(definition, options.Value).ToList();
        if (definition.Code.Length <= options.Value.CodeCharacters && Enum.IsDefined(definition.Language))
        {
            findings.AddRange(await CheckCodeAsync(definition, cancellationToken));
        }

        return findings;
    }

    private async Task<IEnumerable<FunctionFinding>> CheckCodeAsync(FunctionDefinition definition, CancellationToken cancellationToken)
    {
        var language = languages.Get(definition.Language);
        if (language.FindMissing() is { } missing)
        {
            throw new IsaaException("runtime_missing", missing);
        }

        try
        {
            var reply = await language.CheckAsync(definition, cancellationToken);
            var found = reply.Findings.Select(ToFinding).OrderBy(static finding => finding.Line).ThenBy(static finding => finding.Column);
            return reply.Signature is { } signature ? found.Concat(SignatureCheck.FindFaults(definition, signature)) : found;
        }
        catch (FunctionRefusedException e)
        {
            return [new FunctionFinding { Code = e.Error.Kind, Field = "code", Message = e.Error.Message, Line = e.Error.Line, Column = e.Error.Column }];
        }
    }

    private static FunctionFinding ToFinding(WorkerFault fault)
    {
        var error = WorkerFaults.ToError(fault);
        return new FunctionFinding { Code = error.Kind, Field = "code", Message = error.Message, Line = error.Line, Column = error.Column };
    }
}
