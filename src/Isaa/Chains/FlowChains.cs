using Isaa.Chains.Engine;
using Isaa.Agents;
using Isaa.Chains.Building;
using Isaa.Chains.Conditions;
using Isaa.Chains.Durable;
using Isaa.Chains.Values;
using Isaa.Jobs.Events;
using Isaa.Jobs.Signals;
using System.Text;
using System.Text.Json;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Events;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs;
using Isaa.Jobs.Steps;

namespace Isaa.Chains;

/// <summary>Runs chains durably, and registers what they find by name: functions and other chains. Thread safe.</summary>
public sealed class FlowChains
{
    private readonly FlowAgents _agents;
    private readonly ProgramLibrary _program;
    private readonly IReadOnlyList<IChainFunctions> _functions;
    private readonly ChainLinker _linker;
    private readonly ChainToolbox _tools;
    private readonly ChainQueue _queue;
    private readonly TimeProvider _time;

    internal FlowChains(
        FlowAgents agents, ProgramLibrary program, IEnumerable<IChainFunctions> functions, IEnumerable<IChainLibrary> libraries, ChainToolbox tools, ChainQueue queue, TimeProvider time)
    {
        _agents = agents;
        _program = program;
        _functions = [program, .. functions];
        _linker = new ChainLinker([program, .. libraries]);
        _tools = tools;
        _queue = queue;
        _time = time;
    }

    /// <summary>Gives a chain a name in this program, under which other chains find it, and registers its functions.</summary>
    /// <param name="name">The name; a chain that has it already is replaced.</param>
    /// <param name="chain">The chain.</param>
    /// <exception cref="IsaaException"><c>chain_invalid</c> and the other errors of <see cref="Chain.Check"/>; also when one of its functions has no name of its own.</exception>
    public void Register(string name, Chain chain)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(chain);
        chain.Check();
        RegisterFunctions(chain.Root);
        _program.Add(name, chain.Named(name));
    }

    /// <summary>Gives a function a name in this program, under which chains that are kept as data find it, also after a restart.</summary>
    /// <param name="name">The name; a function that has it already is replaced.</param>
    /// <param name="function">The function: one parameter and perhaps a cancellation token.</param>
    /// <param name="kind">What may happen to a call whose outcome is unknown after a crash. Default: it is reported as failed, never repeated.</param>
    public void RegisterFunction(string name, Delegate function, StepKind kind = StepKind.OnceOnly)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _program.Add(DelegateFunction.Of(function, name, kind));
    }

    /// <summary>Adds a durable run and returns at once. It is on disk then and goes on whatever happens to this process: each node that has its result is not run again.</summary>
    /// <param name="chain">The chain. It is kept as data; a program that goes on with the run must know its functions by name.</param>
    /// <param name="input">The data.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call; the run may still have been added.</param>
    /// <returns>The run's id, which is its job's.</returns>
    /// <exception cref="IsaaException">The errors of <see cref="Chain.Check"/>, <c>chain_unknown</c>, <c>chain_cycle</c>, <c>agent_unknown</c>, <c>function_unknown</c>, <c>tool_unknown</c>, or an error of the queue.</exception>
    public async Task<JobId> StartAsync(Chain chain, ChainValue input, ChainStartOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(input);
        options ??= new ChainStartOptions();
        var linked = (await LinkAsync(chain, options.Tenant, cancellationToken)).Check();
        RegisterFunctions(linked.Root);
        var bound = await BindAsync(linked.Root, options.Tenant, cancellationToken);
        var job = new ChainRunJob
        {
            Name = chain.Name,
            Definition = ChainDefinition.ToJson(bound),
            Hash = ChainDefinition.Hash(chain.Root),
            Input = input.Json,
            Session = options.Session,
            Folder = options.Folder is { } folder ? Resolve(folder) : null,
            NotBefore = options.RunAt,
            MaxParallel = options.MaxParallel,
        };
        return await _queue.AddAsync(job, options, cancellationToken);
    }

    /// <summary>Adds a durable run of a chain by its name.</summary>
    /// <param name="chain">The chain, as <c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="input">The data.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call; the run may still have been added.</param>
    /// <returns>The run's id, which is its job's.</returns>
    /// <exception cref="IsaaException">The same as the other overload's.</exception>
    public async Task<JobId> StartAsync(string chain, ChainValue input, ChainStartOptions? options = null, CancellationToken cancellationToken = default) =>
        await StartAsync(await GetAsync(chain, options?.Tenant ?? "default", cancellationToken), input, options, cancellationToken);

    /// <summary>Waits until a durable run has ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the waiting; the run goes on.</param>
    /// <returns>What came of it, also when it failed or was cancelled.</returns>
    /// <exception cref="IsaaException"><c>run_unknown</c>.</exception>
    public Task<ChainResult> WaitAsync(JobId run, CancellationToken cancellationToken = default) => _queue.WaitAsync(run, cancellationToken);

    /// <summary>Runs a chain durably and waits for what comes of it. A run that fails is a result with its error, not an exception.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="input">The data.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="IsaaException">The run could not be added.</exception>
    public async Task<ChainResult> RunAsync(Chain chain, ChainValue input, ChainStartOptions? options = null, CancellationToken cancellationToken = default)
    {
        var run = await StartAsync(chain, input, options, cancellationToken);
        try
        {
            return await WaitAsync(run, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(run, "the caller cancelled", CancellationToken.None);
            throw;
        }
    }

    /// <summary>Yields what happens in a durable run from a place on, each event once, until it has ended. The agents' own events are with their runs.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">Where to start. Default: from the first.</param>
    /// <param name="cancellationToken">Ends the watching; the run goes on.</param>
    public IAsyncEnumerable<ChainEvent> WatchAsync(JobId run, EventCursor after = default, CancellationToken cancellationToken = default) =>
        _queue.WatchAsync(run, after, cancellationToken);

    /// <summary>Draws the chain of a durable run, with what happened at each node so far.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>.</exception>
    public Task<ChainGraph> DrawAsync(JobId run, CancellationToken cancellationToken = default) => _queue.DrawAsync(run, cancellationToken);

    /// <summary>Cancels a durable run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why; kept with the run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task CancelAsync(JobId run, string reason, CancellationToken cancellationToken = default) => _queue.CancelAsync(run, reason, cancellationToken);

    /// <summary>Answers a run that waits for an approval, or will.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The approval's name.</param>
    /// <param name="approval">What is said.</param>
    /// <param name="id">The sender's id of it: sent again with the same id it changes nothing. Null for a new one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>; <c>signal_unknown</c>: the chain waits for no approval of this name.</exception>
    public Task<SignalResult> ApproveAsync(JobId run, string name, ChainApproval approval, string? id = null, CancellationToken cancellationToken = default) =>
        _queue.SignalAsync(run, name, isApproval: true, JsonSerializer.SerializeToUtf8Bytes(approval, ChainRunJson.Default.ChainApproval), id, cancellationToken);

    /// <summary>Sends a signal to a run that waits for it, or will.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The signal's name.</param>
    /// <param name="value">The new data of the waiting node.</param>
    /// <param name="id">The sender's id of it: sent again with the same id it changes nothing. Null for a new one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>; <c>signal_unknown</c>: the chain waits for no signal of this name.</exception>
    public Task<SignalResult> SignalAsync(JobId run, string name, ChainValue value, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return _queue.SignalAsync(run, name, isApproval: false, Encoding.UTF8.GetBytes(ChainValueJson.Write(value.Json)), id, cancellationToken);
    }

    /// <summary>A chain by its name.</summary>
    /// <param name="reference">The chain, as <c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="tenant">Whose chain.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>chain_unknown</c> with the nearest names.</exception>
    public async Task<Chain> GetAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default) =>
        Chain.Of(await _linker.GetAsync(reference, tenant, cancellationToken), NodeNames.NameOf(reference));

    internal ProgramLibrary Program => _program;

    /// <summary>The chain with the chains it names in their places.</summary>
    internal async Task<Chain> LinkAsync(Chain chain, string tenant, CancellationToken cancellationToken)
    {
        var linked = await _linker.LinkAsync(chain.Root, chain.Name, tenant, cancellationToken);
        return ReferenceEquals(linked, chain.Root) ? chain : Chain.Of(linked, chain.Name);
    }

    internal ChainPorts PortsFor(JobId? run, string? folder) => new()
    {
        Agents = new FlowAgentsPort(_agents),
        Functions = _functions,
        Tools = _tools.For(run, folder),
        Time = _time,
    };

    // Everything that is named must be there now, and agents and stored functions stay at the version of this moment.
    private async Task<ChainNode> BindAsync(ChainNode root, string tenant, CancellationToken cancellationToken)
    {
        var ports = PortsFor(null, null);
        return await ChainNodes.ReplaceAsync(root, async node =>
        {
            switch (node)
            {
                case AgentNode agent:
                    return agent with { Agent = (await ports.GetAgentAsync(agent.Agent, tenant, cancellationToken)).Reference };
                case FormatNode { Formatter: { } formatter } format:
                    return format with { Formatter = (await ports.GetAgentAsync(formatter, tenant, cancellationToken)).Reference };
                case FunctionNode function:
                    var called = await ports.GetFunctionAsync(function.Function, tenant, cancellationToken);
                    return function with { Function = called.Reference, Kind = function.Kind ?? called.Kind };
                case ConditionNode { Comparison: ChainComparison.Predicate } condition:
                    return condition with { Key = (await ports.GetFunctionAsync(condition.Key, tenant, cancellationToken)).Reference };
                case ToolNode tool:
                    _ = ports.Tools!.Describe(tool.Tool);
                    return tool;
                default:
                    return node;
            }
        });
    }

    private static string Resolve(string folder)
    {
        using var workspace = Workspace.Open(Path.GetFullPath(folder));
        return workspace.Root;
    }

    /// <summary>Makes the functions that a chain brings along known by name.</summary>
    internal void RegisterFunctions(ChainNode root)
    {
        foreach (var function in BoundFunctions(root).Values)
        {
            _program.Add(function);
        }
    }

    private static Dictionary<string, IChainFunction> BoundFunctions(ChainNode root)
    {
        var found = new Dictionary<string, IChainFunction>(StringComparer.Ordinal);
        foreach (var function in ChainNodes.All(root).Select(BoundFunction).OfType<IChainFunction>())
        {
            if (function.Name == DelegateFunction.Nameless)
            {
                throw new IsaaException("chain_invalid", "The chain has a lambda without a name. A run that is kept finds its functions by name: write Function(x => ..., \"name\").");
            }

            if (!found.TryAdd(function.Name, function) && !found[function.Name].Equals(function))
            {
                throw new IsaaException("chain_invalid", $"The chain has two functions with the name '{function.Name}'. Give each its own: Function(f, \"name\").");
            }
        }

        return found;
    }

    private static IChainFunction? BoundFunction(ChainNode node) => node switch
    {
        FunctionNode function => function.Bound,
        ConditionNode { Predicate: { } predicate } condition => DelegateFunction.Of(predicate, condition.Key, StepKind.Repeatable),
        _ => null,
    };
}
