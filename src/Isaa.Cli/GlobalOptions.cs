using System.CommandLine;

namespace Isaa.Cli;

/// <summary>The options that all verbs share.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string?> _server = new("--server")
    {
        Description = "Speak to the server at this address; its key comes from ISAA_KEY",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<string?> _home = new("--home")
    {
        Description = "Use this home folder instead of ISAA_HOME",
        HelpName = "FOLDER",
        Recursive = true,
    };

    private readonly Option<string?> _store = new("--store")
    {
        Description = "Keep everything in this database; ISAA_STORE does the same and hides its password",
        HelpName = "ADDRESS",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON on standard output and nothing else there", Recursive = true };

    private readonly Option<bool> _noColor = new("--no-color") { Description = "Write without colours; NO_COLOR does the same", Recursive = true };

    public string? Server { get; private set; }

    public string? Home { get; private set; }

    public string? Store { get; private set; }

    public bool Json { get; private set; }

    public bool NoColor { get; private set; }

    public void AddTo(Command root)
    {
        root.Options.Add(_server);
        root.Options.Add(_home);
        root.Options.Add(_store);
        root.Options.Add(_json);
        root.Options.Add(_noColor);
    }

    public void Read(ParseResult parsed)
    {
        Json = parsed.GetValue(_json);
        NoColor = parsed.GetValue(_noColor);
        if (parsed.Errors.Count == 0)
        {
            Server = parsed.GetValue(_server);
            Home = parsed.GetValue(_home);
            Store = parsed.GetValue(_store);
        }
    }
}
