using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs;
using Isaa.Models;
using Microsoft.Extensions.Logging;

namespace Isaa.Hosting;

/// <summary>
/// What this process can do for a job: its machine's folders, and the model providers that are ready. A key that is added later counts within
/// seconds, so that no run waits for a restart. Thread safe.
/// </summary>
internal sealed partial class HostCapabilities
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private readonly IsaaOptions _options;
    private readonly IsaaHome _home;
    private readonly IModelCatalog _models;
    private readonly TimeProvider _time;
    private readonly ILogger<HostCapabilities> _logger;
    private readonly Lock _gate = new();
    private IReadOnlyList<string> _found = [];
    private long _foundAt;

    public HostCapabilities(IsaaOptions options, IsaaHome home, IModelCatalog models, TimeProvider time, ILogger<HostCapabilities> logger)
    {
        _options = options;
        _home = home;
        _models = models;
        _time = time;
        _logger = logger;
    }

    /// <summary>The capabilities; the same list until they change.</summary>
    public IReadOnlyList<string> Find()
    {
        lock (_gate)
        {
            if (_found.Count == 0 || _time.GetElapsedTime(_foundAt) >= Freshness)
            {
                var now = Look();
                _found = now.SequenceEqual(_found) ? _found : now;
                _foundAt = _time.GetTimestamp();
            }

            return _found;
        }
    }

    private List<string> Look() => [Capability.Host(_home.HostId), .. ReadyProviders().Select(Capability.Model), .. _options.Capabilities];

    private List<string> ReadyProviders()
    {
        try
        {
            return [.. _models.List().Where(p => p.IsReady).Select(p => p.Provider)];
        }
        catch (IsaaException e)
        {
            // A model file that cannot be read must not stop other work; `isaa models` says what is wrong with it.
            LogModelsUnreadable(e.Code, e);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The models could not be listed ({Code}); jobs that need one wait.")]
    private partial void LogModelsUnreadable(string code, Exception exception);
}
