using System.Reflection;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Ports;

/// <summary>A method of this program as a function of a chain.</summary>
internal sealed class DelegateFunction : IChainFunction, IEquatable<DelegateFunction>
{
    /// <summary>What a lambda is called that was given no name.</summary>
    public const string Nameless = "lambda";

    private readonly Delegate _function;
    private readonly Func<ChainValue, CancellationToken, ValueTask<ChainValue>> _call;

    private DelegateFunction(string name, StepKind kind, Delegate function, Func<ChainValue, CancellationToken, ValueTask<ChainValue>> call)
    {
        Name = name;
        Kind = kind;
        _function = function;
        _call = call;
    }

    public string Name { get; }

    public StepKind Kind { get; }

    /// <summary>Takes a delegate with one parameter, and perhaps a cancellation token.</summary>
    /// <exception cref="IsaaException"><c>chain_invalid</c>.</exception>
    public static DelegateFunction Of(Delegate function, string? name, StepKind kind = StepKind.OnceOnly)
    {
        ArgumentNullException.ThrowIfNull(function);
        var call = function switch
        {
            Func<ChainValue, ChainValue> direct => (value, _) => new ValueTask<ChainValue>(direct(value)),
            Func<string, string> text => (value, _) => new ValueTask<ChainValue>(ChainValue.From(text(value.Text))),
            Func<ChainValue, CancellationToken, ValueTask<ChainValue>> full => full,
            _ => Bind(function, name),
        };
        return new DelegateFunction(name ?? NameOf(function.Method), kind, function, call);
    }

    public ValueTask<ChainValue> CallAsync(ChainValue input, ChainCaller caller, CancellationToken cancellationToken) => _call(input, cancellationToken);

    public bool Equals(DelegateFunction? other) => other is not null && Name == other.Name && Kind == other.Kind && _function.Equals(other._function);

    public override bool Equals(object? obj) => Equals(obj as DelegateFunction);

    public override int GetHashCode() => HashCode.Combine(Name, _function);

    private static Func<ChainValue, CancellationToken, ValueTask<ChainValue>> Bind(Delegate function, string? name)
    {
        var method = function.GetType().GetMethod("Invoke")!;
        var parameters = method.GetParameters().Select(p => p.ParameterType).ToArray();
        if (parameters is not [_] and not [_, _] || parameters[0].IsByRef || (parameters.Length == 2 && parameters[1] != typeof(CancellationToken)))
        {
            throw new IsaaException("chain_invalid", $"The function '{name ?? NameOf(function.Method)}' takes {parameters.Length} parameters; a function in a chain takes the data and perhaps a CancellationToken.");
        }

        var input = parameters[0];
        var result = method.ReturnType;
        return (value, token) => FinishAsync(function, parameters.Length == 1 ? [value.Read(input)] : [value.Read(input), token], result, value);
    }

    private static async ValueTask<ChainValue> FinishAsync(Delegate function, object?[] arguments, Type result, ChainValue input)
    {
        var returned = Invoke(function, arguments);
        switch (returned)
        {
            case Task task:
                await task;
                return result.IsGenericType ? ChainValue.From(Results.Of(task)) : input;
            case ValueTask task:
                await task;
                return input;
            default:
                if (result.IsGenericType && result.GetGenericTypeDefinition() == typeof(ValueTask<>))
                {
                    var task = (Task)result.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(returned, null)!;
                    await task;
                    return ChainValue.From(Results.Of(task));
                }

                return result == typeof(void) ? input : ChainValue.From(returned);
        }
    }

    private static object? Invoke(Delegate function, object?[] arguments)
    {
        try
        {
            return function.DynamicInvoke(arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    // The compiler names local functions <Outer>g__Name|0_1 and lambdas <Outer>b__0_1.
    private static string NameOf(MethodInfo method)
    {
        var name = method.Name;
        if (!name.StartsWith('<'))
        {
            return name;
        }

        var begin = name.IndexOf(">g__", StringComparison.Ordinal);
        var end = name.IndexOf('|', StringComparison.Ordinal);
        return begin >= 0 && end > begin ? name[(begin + 4)..end] : Nameless;
    }

    private static class Results
    {
        public static object? Of(Task task) => task.GetType().GetProperty(nameof(Task<int>.Result)) is { } property && property.PropertyType.Name != "VoidTaskResult"
            ? property.GetValue(task)
            : null;
    }
}
