namespace Isaa.Chains.Conditions;

/// <summary>Makes a condition: <c>IS(key, value)</c> holds when the data at the key equals the value; <c>IS(key)</c> when it is true.</summary>
/// <param name="key">The place in the data, as a path such as <c>status</c> or <c>customer.level</c>.</param>
/// <param name="value">The value; null for true. Numbers compare as numbers, texts without regard to letter case.</param>
public delegate ChainCondition ChainConditionMaker(string key, object? value = null);
