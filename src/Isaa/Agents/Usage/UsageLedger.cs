using System.Globalization;
using Isaa.Agents.Registry;
using Isaa.Jobs;
using Isaa.Models;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.Usage;

/// <summary>
/// Says before each model call whether session, agent and tenant may still pay for it, and what to write down after it. Runs that check at the same
/// moment can each make one more call than the budget holds. Thread safe.
/// </summary>
internal sealed class UsageLedger(IUsageStore store, AgentOptions options, TimeProvider time)
{
    public const string ExceededCode = "budget_exceeded";

    /// <summary>Why the next call may not be made; null when it may.</summary>
    /// <param name="agent">Whose budget counts, and whose tenant's.</param>
    /// <param name="session">The session.</param>
    /// <param name="model">The model to be called.</param>
    /// <param name="input">The estimated input tokens of the call.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    public async Task<AgentRunError?> FindExcessAsync(AgentVersion agent, string session, Model model, int input, CancellationToken cancellationToken)
    {
        var budget = agent.Definition.Budget;
        var today = Today;
        var tenant = new UsageQuery { Tenant = agent.Tenant, From = today, Through = today };
        Limit[] limits =
        [
            new($"Session '{session}'", "budget.sessionTokens", "budget.sessionUsd", budget.SessionTokens, budget.SessionUsd, new UsageQuery { Tenant = agent.Tenant, Session = session }),
            new($"Agent '{agent.Name}' today (UTC)", "budget.dayTokens", "budget.dayUsd", budget.DayTokens, budget.DayUsd, tenant with { Agent = agent.Name }),
            new($"Tenant '{agent.Tenant}' today (UTC)", "the tenant's tokens per day", "the tenant's US dollars per day", options.TenantDayTokens, options.TenantDayUsd, tenant),
        ];
        foreach (var limit in limits.Where(l => l.Tokens is not null || l.Usd is not null))
        {
            var used = (await store.SumAsync(limit.Query, UsageGrouping.None, cancellationToken))[0];
            if (Excess(limit, used, input, model.Price?.Cost(input, 0) ?? 0) is { } excess)
            {
                return excess;
            }
        }

        return null;
    }

    /// <summary>What to write down with the step that made a call.</summary>
    public UsageEntry Entry(AgentVersion agent, string session, JobId run, string model, TokenUsage usage, decimal? costUsd) => new()
    {
        Tenant = agent.Tenant,
        Day = Today,
        Agent = agent.Name,
        Session = session,
        Run = run,
        Model = model,
        Usage = usage,
        CostUsd = costUsd,
    };

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static AgentRunError? Excess(Limit limit, UsageSum used, int input, decimal cost)
    {
        var tokens = used.Usage.Input + used.Usage.Output;
        return tokens + input > limit.Tokens
                ? Error(string.Create(CultureInfo.InvariantCulture, $"{limit.Who} has used {tokens} tokens and the next call needs about {input} more; {limit.TokensName} is {limit.Tokens}. Raise it, or go on when there is budget again."))
            : used.CostUsd + cost > limit.Usd || used.CostUsd >= limit.Usd
                ? Error(string.Create(CultureInfo.InvariantCulture, $"{limit.Who} has cost {used.CostUsd:0.######} US dollars and the next call would exceed {limit.UsdName} of {limit.Usd:0.######}. Raise it, or go on when there is budget again."))
            : null;
    }

    private static AgentRunError Error(string message) => new() { Code = ExceededCode, Message = message };

    private sealed record Limit(string Who, string TokensName, string UsdName, long? Tokens, decimal? Usd, UsageQuery Query);
}
