using Isaa.Agents.Approvals;
using Isaa.Agents.Calls;
using Isaa.Agents.Context;
using Isaa.Agents.Personas;
using Isaa.Agents.Planning;
using Isaa.Agents.Registry;
using Isaa.Agents.Sessions;
using Isaa.Agents.Turns;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Models.Routing;

namespace Isaa.Agents.Runs;

/// <summary>Brings together what a run works with.</summary>
internal sealed class RunPreparation
{
    private readonly AgentRegistry _agents;
    private readonly ISessionStore _sessions;
    private readonly ModelRouter _router;
    private readonly RunToolbox _toolbox;
    private readonly RunKnowledge _knowledge;
    private readonly IsaaHome _home;
    private readonly AgentOptions _options;

    public RunPreparation(
        AgentRegistry agents, ISessionStore sessions, ModelRouter router, RunToolbox toolbox, RunKnowledge knowledge, IsaaHome home, AgentOptions options)
    {
        _agents = agents;
        _sessions = sessions;
        _router = router;
        _toolbox = toolbox;
        _knowledge = knowledge;
        _home = home;
        _options = options;
    }

    /// <summary>The definition a run is bound to, with what its persona changes in it.</summary>
    public async Task<AgentVersion> GetAgentAsync(AgentRunJob job, string tenant, CancellationToken cancellationToken) =>
        await _agents.FindAsync(tenant, job.Agent, job.Version, cancellationToken) is { } found
        ? found with { Definition = PersonaEffect.Apply(found.Definition, job.Persona) }
        : throw new IsaaException("agent_unknown", $"Version {job.Version} of agent '{job.Agent}' is not in the store any more.");

    /// <summary>The tools of the embedding program that this process does not have yet.</summary>
    public IReadOnlyList<string> FindUnbound(AgentVersion agent) => _toolbox.FindUnbound(agent);

    /// <summary>Prepares an attempt whose session is open.</summary>
    /// <exception cref="IsaaException">Model, tool, schema or folder cannot be used; <c>price_unknown</c> when money is limited and the model has no price.</exception>
    public async Task<RunSetup> PrepareAsync(AgentRunJob job, AgentVersion agent, string session, SessionOpening opening, RunState state, CancellationToken cancellationToken)
    {
        var limits = PersonaEffect.Apply((job.Limits ?? new AgentLimits()).Over(agent.Definition.Limits).Over(_options.Limits), job.Persona);
        var route = _router.Route([job.Model, .. job.Fallbacks], needsPrice: limits.Usd is not null);
        var model = route.First;
        if (limits.Usd is not null && model.Price is null)
        {
            throw new IsaaException("price_unknown", $"The run has a limit in US dollars, but what {model.Name} costs is not known. Add it to the price file, or limit tokens instead.");
        }

        var tools = await _toolbox.OpenAsync(job, agent, cancellationToken);
        var folder = SessionFolder.Open(_home, agent.Tenant, agent.Name, session);
        var shelf = new ResultShelf(folder);
        var inner = InnerTools.Of(agent.Definition.Reasoning.Mode, tools.Declarations, tools.Shelf.Inner, shelf.CreateTool());
        var schema = (job.OutputSchema ?? agent.Definition.OutputSchema) is { } asked ? new AnswerSchema(asked) : null;
        var query = new SessionQuery { Tenant = agent.Tenant, Session = session, ThroughRun = opening.Number, RunsBefore = agent.Definition.Context.HistoryTurns };
        var stored = await _sessions.ReadAsync(query, cancellationToken);
        return new RunSetup
        {
            Arguments = job,
            Agent = agent,
            Model = model,
            Route = route,
            Persona = job.Persona,
            Limits = limits,
            Tools = tools,
            Inner = inner,
            Mind = await _knowledge.LoadMindAsync(agent.Tenant, agent.Name, cancellationToken),
            Approval = new ApprovalPolicy(_options.Approval, agent.Definition.Approval, job.Approval, job.Origin?.Approvals ?? []),
            Opening = opening,
            Session = session,
            SessionFolder = folder,
            Budget = new ContextBudget(agent.Definition.Context, model.ContextTokens),
            Results = inner.Find(ResultShelf.ToolName) is null ? null : shelf,
            Recalled = await _knowledge.RecallAsync(new RecallQuery { Tenant = agent.Tenant, Agent = agent.Name, Session = session, Text = job.Input }, cancellationToken),
            Conversation = Conversation.Load(SystemPrompt.Of(agent.Definition, job.Persona, job.Folder, schema, inner.CanPlan), stored, opening.Number, state.Next == RunNext.Call, agent.Definition.Context.HistoryTurns),
            Schema = schema,
            Workspace = job.Folder is { } work ? Workspace.OpenAgain(work) : null,
        };
    }
}
