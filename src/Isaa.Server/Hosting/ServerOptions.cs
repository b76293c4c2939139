using Isaa.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Server.Hosting;

/// <summary>How a server is set up.</summary>
public sealed record ServerOptions
{
    /// <summary>How long <c>isaa serve</c> waits at its start for a database that does not answer yet.</summary>
    public static readonly TimeSpan ServePatience = TimeSpan.FromMinutes(1);

    /// <summary>The port that <c>isaa serve</c> listens on when nobody names one.</summary>
    public const int DefaultPort = 7799;

    /// <summary>The home folder; null for <c>ISAA_HOME</c>, else the user's data folder.</summary>
    public string? HomeFolder { get; init; }

    /// <summary>Where everything is kept; null for a SQLite file in the home folder.</summary>
    public StoreAddress? Store { get; init; }

    /// <summary>How long the first call waits for a database that does not answer yet; null for a few seconds.</summary>
    public TimeSpan? StorePatience { get; init; }

    /// <summary>Where it listens beside its Unix socket, for example <c>http://127.0.0.1:7799</c>; empty for the socket alone.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Allows addresses other machines can reach. Default: refused.</summary>
    public bool ListensAnywhere { get; init; }

    /// <summary>Host names that requests may come under, beside the loopback names.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether it takes jobs. Default: it only answers.</summary>
    public bool RunsWorker { get; init; }

    /// <summary>How many jobs run at once. Default 10.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>Which jobs it takes and what it is called there; null for all it can do.</summary>
    public MinionOptions? Minion { get; init; }

    /// <summary>Whether other processes may find it by the file in the home.</summary>
    public bool IsAnnounced { get; init; }

    /// <summary>Changes the services last; null for none. For tests and embedding.</summary>
    public Action<IServiceCollection>? Configure { get; init; }
}
