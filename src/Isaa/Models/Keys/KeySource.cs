using Isaa.Diagnostics;
using Isaa.Schemas.Yaml;

namespace Isaa.Models.Keys;

/// <summary>Finds keys by the name of their variable: in the environment, else in the secrets file. Thread safe.</summary>
internal sealed class KeySource
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly Func<string, string?> _readVariable;
    private readonly string? _path;
    private readonly YamlFile<IReadOnlyDictionary<string, string>> _secrets;

    public KeySource(Func<string, string?> readVariable, string? secretsPath)
    {
        _readVariable = readVariable;
        _path = secretsPath;
        _secrets = new(secretsPath, Parse, new Dictionary<string, string>());
    }

    /// <summary>How to provide a key, for messages.</summary>
    public string Remedy(string variable) =>
        _path is null ? $"set the environment variable {variable}" : $"set the environment variable {variable}, or write `{variable}: YOUR-KEY` into {_path} (mode 600)";

    /// <summary>The key, or null when nobody provides it.</summary>
    /// <exception cref="IsaaException"><c>secrets_exposed</c>, <c>secrets_invalid</c>, <c>file_unreadable</c> or <c>key_invalid</c>.</exception>
    public ModelKey? Find(string variable)
    {
        var value = _readVariable(variable)?.Trim();
        var place = $"the environment variable {variable}";
        if (string.IsNullOrEmpty(value))
        {
            RefuseWhenExposed();
            value = _secrets.Read().GetValueOrDefault(variable)?.Trim();
            place = $"{variable} in {_path}";
        }

        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        return value.All(c => c is > ' ' and <= '~')
            ? new ModelKey(value)
            : throw new IsaaException("key_invalid", $"The key in {place} holds spaces, line breaks or letters outside ASCII, which no key has; copy it again.");
    }

    private void RefuseWhenExposed()
    {
        if (OperatingSystem.IsWindows() || _path is null || !File.Exists(_path))
        {
            return;
        }

        if ((File.GetUnixFileMode(_path) & Others) != 0)
        {
            throw new IsaaException("secrets_exposed", $"{_path} is not used because other users can read or write it; run: chmod 600 '{_path}'");
        }
    }

    private Dictionary<string, string> Parse(string text)
    {
        var problems = new YamlProblems(_path!);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!string.IsNullOrWhiteSpace(text) && YamlText.Read(text, problems, isSecret: true) is { } root)
        {
            foreach (var name in root.Keys)
            {
                secrets[name] = root.Text(name) ?? "";
            }
        }

        problems.ThrowIfAny("secrets_invalid");
        return secrets;
    }
}
