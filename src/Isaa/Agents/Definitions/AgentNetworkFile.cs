using System.Text.Json;
using System.Text.Json.Nodes;
using Isaa.Agents.Personas;
using Isaa.Agents.Registry;
using Isaa.Diagnostics;
using Isaa.Schemas.Yaml;

namespace Isaa.Agents.Definitions;

/// <summary>
/// Networks of agents as YAML or JSON files: <c>agents</c> and <c>personas</c>, each a list. A file with one agent is a network of one. Read as strictly as
/// single definitions.
/// </summary>
public static class AgentNetworkFile
{
    private const int MaxAgents = 1_000;

    /// <summary>Reads a network, or a single agent, from YAML or JSON text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What the text is called in messages, usually its path.</param>
    /// <exception cref="IsaaException"><c>agent_invalid</c> with a line <c>source:line: message</c> for each error.</exception>
    public static AgentNetwork Read(string text, string source = "network")
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new YamlProblems(source);
        var root = YamlText.Read(JsonAsYaml.Read(text), problems);
        var network = root is null ? null
            : root.Has("agents") ? ReadAll(root)
            : new AgentNetwork { Agents = [AgentDefinitionReader.Read(root)] };
        problems.ThrowIfAny(AgentDefinitionFile.InvalidCode);
        return network!;
    }

    /// <summary>The network as YAML without what is as by default; reading it gives the same network.</summary>
    /// <param name="network">The network.</param>
    public static string WriteYaml(AgentNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var root = new JsonObject { ["agents"] = new JsonArray([.. network.Agents.Select(AgentDefinitionFile.Node)]) };
        if (network.Personas.Count > 0)
        {
            root["personas"] = new JsonArray([.. network.Personas.Select(p => JsonSerializer.SerializeToNode(p, PersonaJson.Default.Persona))]);
        }

        return YamlWriter.Write(root);
    }

    private static AgentNetwork ReadAll(YamlMap root)
    {
        var network = new AgentNetwork
        {
            Agents = [.. root.Maps("agents").Select(AgentDefinitionReader.Read)],
            Personas = [.. root.Maps("personas").Select(PersonaReader.Read)],
        };
        root.RefuseTwins("agents", network.Agents.Select(a => a.Name));
        root.RefuseTwins("personas", network.Personas.Select(p => p.Name));
        if (network.Agents.Count is 0 or > MaxAgents)
        {
            root.Problem("agents", $"must have 1 to {MaxAgents} agents.");
        }

        root.End();
        return network;
    }
}
