using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains;

/// <summary>Comparisons besides equality: <c>IS.GreaterThan("age", 18)</c>.</summary>
public static class ChainConditionMakers
{
    /// <summary>Holds when there is a value and it is another one.</summary>
    public static ChainCondition Not(this ChainConditionMaker maker, string key, object? value) => Make(key, ChainComparison.NotEqual, value);

    /// <summary>Holds when a number is greater.</summary>
    public static ChainCondition GreaterThan(this ChainConditionMaker maker, string key, double value) => Make(key, ChainComparison.GreaterThan, value);

    /// <summary>Holds when a number is greater or equal.</summary>
    public static ChainCondition AtLeast(this ChainConditionMaker maker, string key, double value) => Make(key, ChainComparison.AtLeast, value);

    /// <summary>Holds when a number is less.</summary>
    public static ChainCondition LessThan(this ChainConditionMaker maker, string key, double value) => Make(key, ChainComparison.LessThan, value);

    /// <summary>Holds when a number is less or equal.</summary>
    public static ChainCondition AtMost(this ChainConditionMaker maker, string key, double value) => Make(key, ChainComparison.AtMost, value);

    /// <summary>Holds when a text contains the value, without regard to letter case, or a list has it as an element.</summary>
    public static ChainCondition Contains(this ChainConditionMaker maker, string key, object value) => Make(key, ChainComparison.Contains, value);

    /// <summary>Holds when the data equals one of the values.</summary>
    public static ChainCondition OneOf(this ChainConditionMaker maker, string key, params object[] values) => Make(key, ChainComparison.OneOf, values);

    /// <summary>Holds when there is a value that is not null.</summary>
    public static ChainCondition Present(this ChainConditionMaker maker, string key) => Make(key, ChainComparison.Exists, null);

    /// <summary>Holds when a predicate of this program says so.</summary>
    /// <param name="maker"><c>IS</c>.</param>
    /// <param name="name">The predicate's name, for events and drawings.</param>
    /// <param name="predicate">Asked with the data; it must depend on nothing else, for a run that goes on after a crash may ask again.</param>
    public static ChainCondition That(this ChainConditionMaker maker, string name, Func<ChainValue, bool> predicate)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(predicate);
        return new ChainCondition(new ConditionNode { Key = name, Comparison = ChainComparison.Predicate, Predicate = predicate });
    }

    internal static ChainCondition Make(string key, ChainComparison comparison, object? value)
    {
        _ = ChainPath.Parse(key);
        return new ChainCondition(new ConditionNode
        {
            Key = key,
            Comparison = comparison,
            Value = comparison == ChainComparison.Exists ? null : ChainValue.From(value).Json,
        });
    }
}
