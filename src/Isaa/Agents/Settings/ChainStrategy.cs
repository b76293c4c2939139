using System.Text.Json.Serialization;

namespace Isaa.Agents.Settings;

/// <summary>How an agent hands work to others.</summary>
[JsonConverter(typeof(EnumText<ChainStrategy>))]
public enum ChainStrategy
{
    /// <summary>One after the other.</summary>
    Sequential,

    /// <summary>Several at once.</summary>
    Parallel,
}
