namespace Isaa.Definitions;

/// <summary>Where a definition is kept: whose it is, what it defines and what it is called.</summary>
/// <param name="Tenant">Whose definition.</param>
/// <param name="Kind">What it defines, for example <c>agent</c>.</param>
/// <param name="Name">What it is called, unique within tenant and kind.</param>
public readonly record struct DefinitionKey(string Tenant, string Kind, string Name);
