using Isaa.Chains.Engine;
using Isaa.Agents;
using Isaa.Chains.Building;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Steps;

namespace Isaa.Chains;

/// <summary>What chains of this program need of the engine: agents, functions, tools and other chains by name. Thread safe.</summary>
public sealed class FlowChains
{
    private readonly FlowAgents _agents;
    private readonly ProgramLibrary _program;
    private readonly IReadOnlyList<IChainFunctions> _functions;
    private readonly ChainLinker _linker;
    private readonly ChainToolbox _tools;
    private readonly TimeProvider _time;

    internal FlowChains(
        FlowAgents agents, ProgramLibrary program, IEnumerable<IChainFunctions> functions, IEnumerable<IChainLibrary> libraries, ChainToolbox tools, TimeProvider time)
    {
        _agents = agents;
        _program = program;
        _functions = [program, .. functions];
        _linker = new ChainLinker([program, .. libraries]);
        _tools = tools;
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

    /// <summary>Makes the functions that a chain brings along known by name.</summary>
    internal void RegisterFunctions(ChainNode root)
    {
        foreach (var (name, function) in BoundFunctions(root))
        {
            _program.Add(name == function.Name ? function : throw new InvalidOperationException($"The function '{function.Name}' stands in the chain as '{name}'."));
        }
    }

    private static Dictionary<string, IChainFunction> BoundFunctions(ChainNode root)
    {
        var found = new Dictionary<string, IChainFunction>(StringComparer.Ordinal);
        foreach (var node in ChainNodes.All(root).OfType<FunctionNode>().Where(n => n.Bound is not null))
        {
            if (node.Function == DelegateFunction.Nameless)
            {
                throw new IsaaException("chain_invalid", "The chain has a lambda without a name. A run that is kept finds its functions by name: write Function(x => ..., \"name\").");
            }

            if (!found.TryAdd(node.Function, node.Bound!) && !ReferenceEquals(found[node.Function], node.Bound) && !found[node.Function].Equals(node.Bound))
            {
                throw new IsaaException("chain_invalid", $"The chain has two functions with the name '{node.Function}'. Give each its own: Function(f, \"name\").");
            }
        }

        return found;
    }
}
