namespace Isaa.Sandbox;

/// <summary>What the function's source is called in places of errors.</summary>
internal static class SourceName
{
    public const string Value = "function.cs";
}
