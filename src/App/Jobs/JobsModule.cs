using Microsoft.Extensions.Options;
using Photoseek.Indexing;
using Quartz;

namespace Photoseek.App.Jobs;

/// <summary>The clock of the background work. Quartz only says when; what there is to do stands in the library's own tables.</summary>
internal static class JobsModule
{
    /// <summary>Adds the clock with its tables in the library's database, which it makes itself.</summary>
    public static IServiceCollection AddJobClock(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton<IValidateOptions<SourceListOptions>, ScheduleValidation>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(static scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);
                store.UseClustering();
                store.UseExecutionHistory();
                store.ProvisionSchema();
            });
        });

        // The host's own deadline (30 seconds) ends the wait for a job that does not hear.
        services.AddQuartzHostedService(static service => service.WaitForJobsToComplete = true);
        services.AddHostedService<ModelInstallation>();
        services.AddSingleton<JobClock>();
        services.AddHostedService(static s => s.GetRequiredService<JobClock>());
        return services;
    }
}
