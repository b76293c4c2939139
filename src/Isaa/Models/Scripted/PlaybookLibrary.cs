using System.Collections.Concurrent;
using Isaa.Diagnostics;
using Isaa.Models.Scripted.Reading;
using Isaa.Schemas.Yaml;
using Microsoft.Extensions.AI;

namespace Isaa.Models.Scripted;

/// <summary>Finds playbooks: built-in ones by name, others by their path. Thread safe.</summary>
internal sealed class PlaybookLibrary(TimeProvider time)
{
    private const string Prefix = "playbooks/";
    private const string Extension = ".yaml";

    private readonly ConcurrentDictionary<string, Lazy<IChatClient>> _builtIn = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, YamlFile<IChatClient?>> _files = new(StringComparer.Ordinal);

    /// <summary>The names of the built-in playbooks.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
    [
        .. typeof(PlaybookLibrary).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Extension.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>A playbook's client and its full model name, in which a path is absolute.</summary>
    public (string Name, IChatClient Client) Open(string playbook)
    {
        if (BuiltIn.Contains(playbook))
        {
            var name = $"{ModelCatalog.Scripted}/{playbook}";
            return (name, _builtIn.GetOrAdd(playbook, _ => new(() => Client(Resource(playbook + Extension)!, $"{playbook}{Extension} (built in)", name, Resource))).Value);
        }

        var path = Path.GetFullPath(playbook.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), playbook[2..])
            : playbook);
        var fullName = $"{ModelCatalog.Scripted}/{path}";
        var file = _files.GetOrAdd(path, _ => new(path, text => Client(text, path, fullName, beside => FileBeside(path, beside)), null));
        return (fullName, file.Read() ?? throw NotFound(playbook, path));
    }

    private ScriptedChatClient Client(string text, string source, string name, Func<string, string?> readBeside) =>
        new(new PlaybookReader(source, readBeside).Read(text), name, time);

    private static IsaaException NotFound(string playbook, string path)
    {
        var folder = Path.GetDirectoryName(path);
        var beside = folder is not null && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.y*ml").Take(1000).Select(file => Path.GetRelativePath(Directory.GetCurrentDirectory(), file))
            : [];
        var what = Directory.Exists(path) ? $"{path} is a folder" : $"There is no playbook {path}";
        return new IsaaException("model_unknown", $"{what}, and none of that name is built in.{NearestNames.Hint(playbook, BuiltIn.Concat(beside))}");
    }

    private static string? Resource(string file)
    {
        using var stream = typeof(PlaybookLibrary).Assembly.GetManifestResourceStream(Prefix + file);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // A playbook may bring files along; it may not reach out of its folder for others.
    private static string? FileBeside(string playbook, string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(playbook)!, name);
        return name == Path.GetFileName(name) && new FileInfo(path) is { Exists: true, LinkTarget: null } ? File.ReadAllText(path) : null;
    }
}
