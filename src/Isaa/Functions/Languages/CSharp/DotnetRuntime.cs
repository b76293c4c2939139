using System.Runtime.InteropServices;

namespace Isaa.Functions.Languages.CSharp;

/// <summary>Finds the .NET runtime that this process runs on, or the machine's.</summary>
internal static class DotnetRuntime
{
    private static readonly Lazy<string?> Found = new(Look);

    /// <summary>The folder that has <c>dotnet</c> and <c>shared</c>; null when there is none.</summary>
    public static string? Root => Found.Value;

    private static string? Look()
    {
        string?[] places =
        [
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            Environment.GetEnvironmentVariable("DOTNET_ROOT"), "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet",
        ];
        return places.FirstOrDefault(static place => place is not null && File.Exists(Path.Combine(place, "dotnet")) && Directory.Exists(Path.Combine(place, "shared", "Microsoft.NETCore.App")));
    }
}
