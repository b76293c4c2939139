using Isaa.Functions.Executions;
using Isaa.Functions.Languages;
using Isaa.Functions.Storing;
using Isaa.Sandbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Running;

/// <summary>
/// Makes processes ready for the functions that are called most, so that a server's first calls do not wait for one to start. Processes nobody then asks for
/// end after <see cref="SandboxPoolOptions.IdleTime"/>.
/// </summary>
internal sealed partial class FunctionWarmUp(
    FunctionStore functions, IFunctionLog log, LanguageCatalog languages, SandboxPool pool, IOptions<FunctionOptions> options, TimeProvider time, ILogger<FunctionWarmUp> logger)
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    /// <summary>Begins to start processes for the most called kinds of functions, and compiles those of their functions that need it.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>For how many kinds.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return options.Value.WarmKinds == 0 ? 0 : await WarmAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotWarmed(logger, e.Message); // calls say the same, to whoever calls
            return 0;
        }
    }

    private async Task<int> WarmAsync(CancellationToken cancellationToken)
    {
        var calls = (await log.SummarizeAsync("default", time.GetUtcNow() - Recent, cancellationToken)).ToDictionary(static summary => summary.Function, static summary => summary.Calls);
        var kinds = (await functions.ListAsync(cancellationToken: cancellationToken))
            .Where(function => function.IsUsable && languages.Get(function.Definition.Language).FindMissing() is null)
            .GroupBy(function => languages.Get(function.Definition.Language).ProfileFor(function.Definition).Key)
            .OrderByDescending(kind => kind.Sum(function => calls.GetValueOrDefault(function.Name)))
            .ThenBy(static kind => kind.Key, StringComparer.Ordinal)
            .Take(options.Value.WarmKinds)
            .ToList();
        foreach (var kind in kinds)
        {
            var most = kind.MaxBy(function => calls.GetValueOrDefault(function.Name))!.Definition;
            var language = languages.Get(most.Language);
            pool.Warm(language.ProfileFor(most));
            try
            {
                _ = await language.PrepareAsync(most, cancellationToken);
            }
            catch (FunctionRefusedException e)
            {
                LogNotWarmed(logger, e.Message);
            }
        }

        return kinds.Count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No process was made ready for functions: {Reason}")]
    private static partial void LogNotWarmed(ILogger logger, string reason);
}
