using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Isaa.Chains.Nodes;
using Isaa.Diagnostics;

namespace Isaa.Chains.Building;

/// <summary>A chain's nodes as JSON, the form in which runs and stores keep them. What is bound in this program is kept by name.</summary>
public static class ChainDefinition
{
    /// <summary>The nodes as JSON text; the same nodes always give the same text.</summary>
    /// <param name="root">The nodes.</param>
    public static string Write(ChainNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return JsonSerializer.Serialize(root, ChainNodeJson.Default.ChainNode);
    }

    /// <summary>The nodes as a JSON value.</summary>
    /// <param name="root">The nodes.</param>
    public static JsonElement ToJson(ChainNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return JsonSerializer.SerializeToElement(root, ChainNodeJson.Default.ChainNode);
    }

    /// <summary>Reads nodes. They are not checked, see <see cref="Chain.Check"/>.</summary>
    /// <param name="json">The JSON value.</param>
    /// <exception cref="IsaaException"><c>chain_invalid</c>: the value is no chain.</exception>
    public static ChainNode Read(JsonElement json)
    {
        try
        {
            return json.Deserialize(ChainNodeJson.Default.ChainNode) ?? throw new IsaaException("chain_invalid", "The chain is null; it must be an object with a node.");
        }
        catch (JsonException e)
        {
            throw new IsaaException("chain_invalid", $"The JSON value is no chain: {e.Message}", e);
        }
    }

    /// <summary>A hash of all that decides what the chain does, in hexadecimal; code that is bound by name counts with its name.</summary>
    /// <param name="root">The nodes.</param>
    public static string Hash(ChainNode root) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(root))));
}
