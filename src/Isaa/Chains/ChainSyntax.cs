using Isaa.Chains.Formats;
using Isaa.Chains.Engine;
using System.Text.Json;
using Isaa.Agents;
using Isaa.Chains.Building;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;
using Isaa.Schemas;

namespace Isaa.Chains;

/// <summary>The words of the chain language; bring them in with <c>using static Isaa.Chains.ChainSyntax;</c>.</summary>
public static class ChainSyntax
{
    /// <summary><c>IS(key, value)</c>, <c>IS(key)</c>, and <c>IS.GreaterThan(key, value)</c> and the like.</summary>
    public static ChainConditionMaker IS { get; } = static (key, value) => ChainConditionMakers.Make(key, ChainComparison.Equal, value ?? true);

    /// <summary>Makes data fit a type; the descriptions of its properties are shown to the model.</summary>
    /// <typeparam name="T">The type; its property names are written in camel case unless they say otherwise.</typeparam>
    public static ChainFormat CF<T>() => new(new FormatNode { Model = typeof(T).Name, Schema = TypeSchemas.Of(typeof(T)) });

    /// <summary>Makes data fit a JSON Schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">What it describes; null for the schema's title, else <c>data</c>.</param>
    /// <exception cref="Diagnostics.IsaaException"><c>schema_invalid</c>.</exception>
    public static ChainFormat CF(JsonElement schema, string? name = null)
    {
        var definition = JsonSchema.Parse(schema).Definition;
        return new ChainFormat(new FormatNode { Model = name ?? TypeSchemas.TitleOf(definition) ?? "data", Schema = definition });
    }

    /// <summary>Makes data fit a JSON Schema.</summary>
    /// <param name="schema">The schema as JSON text.</param>
    /// <param name="name">What it describes; null for the schema's title, else <c>data</c>.</param>
    /// <exception cref="Diagnostics.IsaaException"><c>schema_invalid</c>.</exception>
    public static ChainFormat CF(string schema, string? name = null) => CF(JsonSchema.Parse(schema).Definition, name);

    /// <summary>An agent, with what it is to look at in this place.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="focus">Told to the agent before the data; null for nothing.</param>
    public static Chain Agent(FlowAgent agent, string? focus = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return Agent(new FlowAgentPort(agent), focus);
    }

    /// <summary>Anything that can be run as an agent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="focus">Told to the agent before the data; null for nothing.</param>
    public static Chain Agent(IChainAgent agent, string? focus = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return new Chain(new AgentNode { Agent = agent.Reference, Focus = focus, Bound = agent }, ChainSize.One);
    }

    /// <summary>An agent by its name, looked up when the chain runs.</summary>
    /// <param name="agent">The agent, as <c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="focus">Told to the agent before the data; null for nothing.</param>
    public static Chain Agent(string agent, string? focus = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agent);
        return new Chain(new AgentNode { Agent = agent, Focus = focus }, ChainSize.One);
    }

    /// <summary>A function of this program: it takes the data, as a text or any type that can be read from JSON, and gives the new data.</summary>
    /// <param name="function">The function: one parameter and perhaps a cancellation token. It may be asynchronous; without a result the data passes through.</param>
    /// <param name="name">Its name in definitions and events; null for the method's own.</param>
    /// <exception cref="Diagnostics.IsaaException"><c>chain_invalid</c>: it has other parameters.</exception>
    public static ChainFunction Function(Delegate function, string? name = null)
    {
        var bound = DelegateFunction.Of(function, name);
        return new ChainFunction(new FunctionNode { Function = bound.Name, Bound = bound });
    }

    /// <summary>A function of this program.</summary>
    /// <param name="function">The function.</param>
    /// <param name="name">Its name in definitions and events; null for the method's own.</param>
    public static ChainFunction Function(Func<string, string> function, string? name = null) => Function((Delegate)function, name);

    /// <summary>A registered or stored function by its name, looked up when the chain runs.</summary>
    /// <param name="function">The function's name.</param>
    public static ChainFunction Function(string function)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(function);
        return new ChainFunction(new FunctionNode { Function = function });
    }

    /// <summary>A function of another kind.</summary>
    /// <param name="function">The function.</param>
    public static ChainFunction Function(IChainFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new ChainFunction(new FunctionNode { Function = function.Name, Bound = function });
    }

    /// <summary>A tool. Without arguments, data that is an object is the arguments; any other data is the tool's only required argument.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">The arguments as an object; in their texts <c>{prev}</c> is the data and <c>{input}</c> the input of the whole chain. Null: the data.</param>
    public static Chain Tool(string tool, object? arguments = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tool);
        return new Chain(new ToolNode { Tool = tool, Arguments = arguments is null ? null : ChainValue.From(arguments).Json }, ChainSize.One);
    }

    /// <summary>Another chain by its name.</summary>
    /// <param name="chain">The chain's name.</param>
    public static Chain ChainNamed(string chain)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(chain);
        return new Chain(new ReferenceNode { Chain = chain }, ChainSize.One);
    }

    /// <summary>All at once on the same data, each under its chain's name if it has one.</summary>
    /// <param name="branches">The branches.</param>
    public static Chain Parallel(params IReadOnlyList<Chain> branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        return Composition.Parallel(branches);
    }

    /// <summary>Parentheses that stay also on the left of <c>&gt;&gt;</c>, where C# drops them: a condition inside does not reach past them.</summary>
    /// <param name="chain">What stands inside.</param>
    public static Chain Group(Chain chain) => Composition.Group(chain);

    /// <summary>Runs a chain again on its own result until a condition holds, and fails when it never does.</summary>
    /// <param name="body">What is repeated; its last agent, if it ends in one, is asked for the condition's key.</param>
    /// <param name="until">Asked after each round of the result.</param>
    /// <param name="max">How many rounds there may be, from 1 to 10,000.</param>
    public static Chain Repeat(Chain body, ChainCondition until, int max)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(until);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, RepeatNode.MostRounds);
        return new Chain(new RepeatNode { Body = body.Root, Until = until.Node, Max = max }, ChainSize.Around(body.Size, until.Size));
    }

    /// <summary>Waits until a person approves; the data passes through. A refusal or a timeout is a failure.</summary>
    /// <param name="name">The approval's name.</param>
    /// <param name="timeout">How long it waits; null for ever.</param>
    public static Chain WaitForApproval(string name, TimeSpan? timeout = null) => Wait(name, isApproval: true, timeout);

    /// <summary>Waits for a signal; its payload is the new data. A timeout is a failure.</summary>
    /// <param name="name">The signal's name.</param>
    /// <param name="timeout">How long it waits; null for ever.</param>
    public static Chain WaitForSignal(string name, TimeSpan? timeout = null) => Wait(name, isApproval: false, timeout);

    private static Chain Wait(string name, bool isApproval, TimeSpan? timeout)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new Chain(new WaitNode { Signal = name, IsApproval = isApproval, Timeout = timeout }, ChainSize.One);
    }
}
