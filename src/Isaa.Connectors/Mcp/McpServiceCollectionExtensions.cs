using Isaa.Agents.Mcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Connectors.Mcp;

/// <summary>Registers connections to servers of the Model Context Protocol.</summary>
public static class McpServiceCollectionExtensions
{
    /// <summary>Lets agents call the tools of the servers that their definitions name.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How servers are connected to; null for the defaults.</param>
    public static IServiceCollection AddMcpServers(this IServiceCollection services, McpOptions? options = null) => services.Replace(ServiceDescriptor.Singleton<IMcpServers>(
        provider => new McpServers(options ?? new McpOptions(), provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance)));
}
