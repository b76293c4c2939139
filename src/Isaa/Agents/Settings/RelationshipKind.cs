using System.Text.Json.Serialization;

namespace Isaa.Agents.Settings;

/// <summary>What one agent is to another.</summary>
[JsonConverter(typeof(EnumText<RelationshipKind>))]
public enum RelationshipKind
{
    /// <summary>They know each other.</summary>
    Peer,

    /// <summary>This agent gives the other work. Such references must not form a circle.</summary>
    DelegatesTo,

    /// <summary>The other agent is told what came out.</summary>
    ReportsTo,

    /// <summary>This agent looks over the other's work.</summary>
    Reviews,
}
