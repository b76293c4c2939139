using Isaa.Diagnostics;

namespace Isaa.Schemas.Compiling;

/// <summary>Everything that is malformed in a schema, reported at once.</summary>
internal sealed class SchemaFaults
{
    private const int Shown = 10;

    private readonly List<string> _faults = [];

    public void Add(string location, string message) => _faults.Add($"{location} {message}");

    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            var more = _faults.Count > Shown ? $"; and {_faults.Count - Shown} more" : "";
            throw new IsaaException("schema_invalid", $"The JSON schema is malformed: {string.Join("; ", _faults.Take(Shown))}{more}.");
        }
    }
}
