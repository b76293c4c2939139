using Isaa.Functions;
using Isaa.Functions.Proof;
using Isaa.Protocol.Health;

namespace Isaa.Server.Doctor;

/// <summary>Functions: each language's runtime is there, runs, and holds what it runs.</summary>
internal sealed class FunctionProof(LanguageCheck check) : IDoctorCheck
{
    public async Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken) =>
        [.. (await check.RunAsync(cancellationToken)).Select(static finding => Describe(NameOf(finding.Language), finding))];

    private static string NameOf(FunctionLanguage language) => language switch
    {
        FunctionLanguage.CSharp => "functions in C#",
        _ => $"functions in {language}",
    };

    private static DoctorCheck Describe(string name, LanguageFinding finding) => finding switch
    {
        { IsOk: true } => Finding.Ok(name, finding.Message),
        { IsInstalled: false } => Finding.Warning(name, finding.Message, null),
        _ => Finding.Failed(name, finding.Message, null),
    };
}
