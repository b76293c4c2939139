using System.Text.RegularExpressions;
using Isaa.Diagnostics;

namespace Isaa.Tools.BuiltIn.Scripts;

/// <summary>The name and language of a stored script.</summary>
internal sealed partial record ScriptName
{
    private static readonly Dictionary<string, string> LanguageByEnding = new(StringComparer.Ordinal)
    {
        [".py"] = "python",
        [".sh"] = "shell",
        [".js"] = "javascript",
    };

    private static readonly Dictionary<string, string> LanguageByWord = new(StringComparer.OrdinalIgnoreCase)
    {
        ["python"] = "python",
        ["python3"] = "python",
        ["py"] = "python",
        ["shell"] = "shell",
        ["sh"] = "shell",
        ["bash"] = "shell",
        ["javascript"] = "javascript",
        ["js"] = "javascript",
        ["node"] = "javascript",
    };

    private ScriptName(string file, string language) => (File, Language) = (file, language);

    /// <summary>The file's name, ending included.</summary>
    public string File { get; }

    /// <summary><c>python</c>, <c>shell</c> or <c>javascript</c>.</summary>
    public string Language { get; }

    /// <summary>The place in the session's folder.</summary>
    public string Path => $"{ScriptTools.Folder}/{File}";

    /// <summary>Checks a name that a model gave; the ending says the language, a stated language adds the ending.</summary>
    /// <exception cref="IsaaException"><c>script_name_invalid</c> or <c>script_language_unknown</c>.</exception>
    public static ScriptName Parse(string name, string? language = null)
    {
        if (!Allowed().IsMatch(name))
        {
            throw new IsaaException(
                "script_name_invalid", "A script's name has letters, digits, '.', '-' and '_', starts with a letter or digit and has at most 100 characters, for example count_files.py.");
        }

        var ending = System.IO.Path.GetExtension(name);
        var byEnding = LanguageByEnding.GetValueOrDefault(ending);
        if (language is null)
        {
            return byEnding is not null ? new ScriptName(name, byEnding) : new ScriptName(name + ".py", "python");
        }

        var stated = LanguageByWord.GetValueOrDefault(language)
            ?? throw new IsaaException("script_language_unknown", "Scripts are written in python, shell or javascript.");
        return byEnding == stated ? new ScriptName(name, stated)
            : byEnding is null ? new ScriptName(name + LanguageByEnding.First(pair => pair.Value == stated).Key, stated)
            : throw new IsaaException("script_language_unknown", $"The ending of {name} says {byEnding}, but the language is given as {stated}.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Allowed();
}
