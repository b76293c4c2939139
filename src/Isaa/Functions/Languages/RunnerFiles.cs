using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Sandbox;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Languages;

/// <summary>The folder of the programs that run functions inside the sandbox. Thread safe.</summary>
internal sealed class RunnerFiles : IDisposable
{
    /// <summary>Where workers see the folder.</summary>
    public const string Inside = "/isaa";

    private readonly string _folder;
    private readonly Lazy<Workspace> _opened;

    public RunnerFiles(IOptions<FunctionOptions> options)
    {
        _folder = options.Value.RunnerFolder ?? Path.Combine(AppContext.BaseDirectory, "sandbox");
        _opened = new Lazy<Workspace>(() => Workspace.Open(_folder), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The folder as workers see it.</summary>
    /// <exception cref="IsaaException"><c>folder_not_found</c>.</exception>
    public SandboxMount Mount => new(_opened.Value, Inside, IsReadOnly: true);

    /// <summary>What is missing of the runner; null when it is there.</summary>
    /// <param name="file">The file a language needs.</param>
    public string? FindMissing(string file) => File.Exists(Path.Combine(_folder, file))
        ? null
        : $"The program that runs functions is not where it should be: {Path.Combine(_folder, file)}. Build or install Isaa anew, or set the runner folder.";

    /// <summary>The SHA-256 of one of its files.</summary>
    /// <param name="file">The file.</param>
    public string Fingerprint(string file)
    {
        using var stream = File.OpenRead(Path.Combine(_folder, file));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
    }

    public void Dispose()
    {
        if (_opened.IsValueCreated)
        {
            _opened.Value.Dispose();
        }
    }
}
