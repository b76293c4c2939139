using Isaa.Diagnostics;

namespace Isaa.Files;

/// <summary>The private folder of one installation: store, logs, secrets and agents' own folders. Thread safe.</summary>
public sealed class IsaaHome
{
    /// <summary>The environment variable that places it.</summary>
    public const string Variable = "ISAA_HOME";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly Lazy<string> _hostId;

    private IsaaHome(string path)
    {
        Path = path;
        _hostId = new Lazy<string>(ReadHostId);
    }

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>The SQLite store.</summary>
    public string StoreFile => System.IO.Path.Combine(Path, "isaa.db");

    /// <summary>A random id of this installation, made on first use; jobs bound to this machine's folders require the capability <c>host:ID</c>.</summary>
    public string HostId => _hostId.Value;

    /// <summary>Where the home is when nobody says otherwise: <c>ISAA_HOME</c>, else <c>isaa</c> in the user's data folder.</summary>
    /// <param name="path">A path that goes before both; null for none.</param>
    public static string Locate(string? path = null)
    {
        var chosen = path ?? Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(chosen))
        {
            return System.IO.Path.GetFullPath(chosen);
        }

        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? System.IO.Path.Combine(data, "isaa")
            : throw new IsaaException("home_unknown", $"This user has no data folder; set {Variable} to an absolute path.");
    }

    /// <summary>Opens the home, creating it for this user alone.</summary>
    /// <param name="path">Where it is; null for <see cref="Locate"/>.</param>
    /// <exception cref="IsaaException"><c>home_not_private</c> when other users can look into it, <c>home_unavailable</c> when it cannot be made.</exception>
    public static IsaaHome Open(string? path = null)
    {
        var full = Locate(path);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(full);
                return new IsaaHome(full);
            }

            if (!Directory.Exists(full))
            {
                Directory.CreateDirectory(full, Private);
            }

            MakePrivate(full);
            return new IsaaHome(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IsaaException("home_unavailable", $"The home folder {full} cannot be used: {e.Message} Set {Variable} to a folder of your own.", e);
        }
    }

    /// <summary>A folder inside the home, created for this user alone.</summary>
    /// <param name="parts">The names below the home.</param>
    public string Folder(params ReadOnlySpan<string> parts)
    {
        var folder = Path;
        foreach (var part in parts)
        {
            folder = System.IO.Path.Combine(folder, part);
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, Private);
            }
        }

        return folder;
    }

    /// <summary>A file inside the home; it need not exist.</summary>
    /// <param name="name">Its name.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void MakePrivate(string folder)
    {
        var mode = System.IO.File.GetUnixFileMode(folder);
        if ((mode & Others) == 0)
        {
            return;
        }

        // A folder that is not yet ours may hold what others need: closing it is the user's decision.
        if (Directory.EnumerateFileSystemEntries(folder).Any() && !System.IO.File.Exists(System.IO.Path.Combine(folder, "isaa.db")))
        {
            throw new IsaaException("home_not_private", $"The home folder {folder} can be read by other users and holds foreign files. "
                + $"Choose an empty folder with {Variable}, or run: chmod 700 '{folder}'");
        }

        System.IO.File.SetUnixFileMode(folder, Private);
    }

    // The file appears whole: it is written under another name and then given its own, unless somebody was faster.
    private string ReadHostId()
    {
        var file = File("host-id");
        if (!System.IO.File.Exists(file))
        {
            var made = File($"host-id.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}");
            WritePrivate(made, Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)));
            try
            {
                System.IO.File.Move(made, file, overwrite: false);
            }
            catch (IOException) when (System.IO.File.Exists(file))
            {
                System.IO.File.Delete(made);
            }
        }

        var id = System.IO.File.ReadAllText(file).Trim();
        return id.Length == 16 && id.All(char.IsAsciiHexDigitLower)
            ? id
            : throw new IsaaException("home_damaged", $"The file {file} does not hold a host id of 16 hexadecimal digits. "
                + "Delete it to have a new one made; jobs bound to this machine then wait for the old id.");
    }

    private static void WritePrivate(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
